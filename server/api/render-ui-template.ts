import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { RenderUiTemplateRequest } from '#contracts/labeling-api.ts';
import { parseJson } from '#contracts/parse.ts';
import { renderTemplate } from '../liquid/render-template.ts';
import { OperationError } from './aws-error.ts';
import { defineOperation } from './operation.ts';

/** Renders a template for a look at it. What is wrong with the template is in `Errors`, with status 200. */
export const renderUiTemplate = defineOperation({
  schema: RenderUiTemplateRequest,
  async run({ Task, UiTemplate, HumanTaskUiArn }, { grantReadAccess }) {
    if (UiTemplate === undefined) {
      throw new OperationError(
        'ValidationException',
        HumanTaskUiArn === undefined
          ? 'Either UiTemplate or HumanTaskUiArn must be given.'
          : 'HumanTaskUiArn is not emulated here; use UiTemplate.',
      );
    }
    try {
      const value = parseJson(Task.Input, 'task input');
      const RenderedContent = renderTemplate(UiTemplate.Content, value, { grantReadAccess });
      return { RenderedContent, Errors: [] };
    } catch (error) {
      if (!(error instanceof GroundTruthError)) throw error;
      const Code = error.code === 'invalid-json' ? 'InvalidTaskInput' : 'InvalidTemplate';
      return { RenderedContent: '', Errors: [{ Code, Message: error.message }] };
    }
  },
});
