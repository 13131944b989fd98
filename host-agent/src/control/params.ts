import { HearthError } from '@hearth/shared/protocol'
import * as v from 'valibot'

/** A call's parameters. @throws {HearthError} `control.protocol` where they do not fit */
export const take = <const S extends v.GenericSchema>(schema: S, params: unknown): v.InferOutput<S> => {
  const parsed = v.safeParse(schema, params)
  if (!parsed.success) throw new HearthError('control.protocol', 'The call’s parameters were not understood')
  return parsed.output
}
