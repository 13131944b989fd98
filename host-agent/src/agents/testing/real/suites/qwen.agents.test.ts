import { acpSuite } from '../acp-suite.ts'

acpSuite('qwen')
