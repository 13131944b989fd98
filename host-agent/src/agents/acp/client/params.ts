import { RequestError } from '@agentclientprotocol/sdk'
import * as v from 'valibot'

/** Reads what an agent sent with a request. @throws {RequestError} "Invalid params" with what is wrong */
export function parsed<S extends v.GenericSchema>(schema: S, params: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, params)
  if (result.success) return result.output
  const [issue] = result.issues
  const where = v.getDotPath(issue)
  throw RequestError.invalidParams(undefined, where === null ? issue.message : `${where}: ${issue.message}`)
}
