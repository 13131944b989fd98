import * as v from 'valibot'
import { Project } from '../common.ts'

/** The projects changed. */
export const Projects = v.strictObject({
  t: v.literal('projects'),
  projects: v.array(Project),
})
export type Projects = v.InferOutput<typeof Projects>
