import * as v from 'valibot'

/** 1 reads; 2 edits inside the worktree; 3 any other command, network, outside paths; 4 destructive or irreversible. */
export const Risk = v.picklist([1, 2, 3, 4])
export type Risk = v.InferOutput<typeof Risk>
