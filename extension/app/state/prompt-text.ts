export { promptText } from '@hearth/shared/session'
