import { anId } from '../../app/testing/build.ts'

/** The session of every scene. */
export const SESSION = anId(1)
