import { anAgent } from '../../app/testing/build.ts'

const missing = (id: string, label: string, install: string) =>
  anAgent({
    ...{ id, label, state: 'missing', version: null, running: 0 },
    error: {
      code: 'agent.not_found',
      message: `The program “${id}” was not found. Install it with: npm i -g ${install}`,
    },
  })

/** A host as most people have it: three agents that work, and those that might. */
export const AGENTS = [
  anAgent({ running: 2 }),
  anAgent({ id: 'claude', label: 'Claude Code', version: '2.1.4', running: 1 }),
  anAgent({ id: 'codex', label: 'Codex', version: '0.58.0', running: 0 }),
  missing('gemini', 'Gemini', '@google/gemini-cli'),
  missing('qwen', 'Qwen Code', '@qwen-code/qwen-code'),
  missing('goose', 'goose', 'goose'),
  anAgent({ id: 'pi', label: 'pi', state: 'disabled', running: 0 }),
]
