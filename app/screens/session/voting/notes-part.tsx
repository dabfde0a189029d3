export { VoteNotes as default } from './vote-notes.tsx'
