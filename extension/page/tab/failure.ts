import type { CaptureFailure } from '../../app/state/pages.ts'

export const failure = (why: CaptureFailure['why'], words: string): CaptureFailure => ({ why, words })
