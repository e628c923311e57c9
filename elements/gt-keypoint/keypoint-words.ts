/** A keypoint's name as people say it: "left_fore_paw", "leftForePaw" -> "left fore paw". */
export function spokenName(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_\-\s]+/g, ' ')
    .trim()
    .replace(/^[A-Z](?=[a-z])|(?<= )[A-Z](?=[a-z])/g, (letter) => letter.toLowerCase());
}
