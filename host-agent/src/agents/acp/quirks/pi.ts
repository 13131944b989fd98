import type { Quirks } from '../spec.ts'

/** pi, by its adapter. It never asks before it acts (recordings/pi/command-allowed, edit-allowed). */
export const pi: Quirks = {
  warning: 'pi never asks before it acts: it runs commands and changes files without your permission.',
  signIn: 'pi, then /login',
}
