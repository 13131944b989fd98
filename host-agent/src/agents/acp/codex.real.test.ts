import { acpSuite } from '../testing/real/acp-suite.ts'

acpSuite('codex')
