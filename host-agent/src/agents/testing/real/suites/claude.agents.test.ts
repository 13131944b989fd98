import { acpSuite } from '../acp-suite.ts'

acpSuite('claude')
