import { guardSchema } from '../guard/schema.ts'
import { devicesSchema } from '../identity/schema.ts'
import { passkeysSchema } from '../passkeys/schema.ts'
import { rulesSchema } from '../policy/schema.ts'
import { pushSchema } from '../push/schema.ts'
import { agentsSchema } from './agents-schema.ts'
import { sessionsSchema } from './sessions-schema.ts'
import { usageSchema } from './usage-schema.ts'

/** A step of the schema. Names are kept for ever; a step that has been released is never edited. */
export interface Migration {
  readonly name: string
  readonly sql: string
}

/** All steps, in order. Each room adds its own. */
export const migrations: readonly Migration[] = [
  sessionsSchema,
  devicesSchema,
  agentsSchema,
  passkeysSchema,
  guardSchema,
  rulesSchema,
  pushSchema,
  usageSchema,
]
