import { acpSuite } from '../acp-suite.ts'

acpSuite('codex-new')
