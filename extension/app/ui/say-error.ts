import { ERRORS, type ErrorKind, HearthError } from '@hearth/shared/protocol'
import { visible } from '@hearth/shared/session'

const TO_DO: Readonly<Record<ErrorKind, string>> = {
  auth: 'Look at the status of this host; it may have to be paired again.',
  input: '',
  state: '',
  limit: 'Try again in a while.',
  unavailable: 'Try again.',
  internal: 'The host’s log says more: hearth logs.',
}

/** What went wrong and what to do, in words; anything that is no error of ours is told as it is. */
export const sayError = (error: unknown): string => {
  if (!(error instanceof HearthError)) return 'Something in this app failed. Reload it and try again.'
  const message = visible(error.message).replace(/[.\s]+$/, '')
  const todo = TO_DO[ERRORS[error.code][1]]
  return todo === '' ? `${message}.` : `${message}. ${todo}`
}
