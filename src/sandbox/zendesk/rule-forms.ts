import { automationForm } from './automation-form.ts';
import { macroForm } from './macro-form.ts';
import type { Kind, RuleForm } from './rule.ts';
import { triggerForm } from './trigger-form.ts';
import { viewForm } from './view-form.ts';

export const ruleForms: Readonly<Record<Kind, RuleForm>> = {
  trigger: triggerForm,
  automation: automationForm,
  macro: macroForm,
  view: viewForm,
};
