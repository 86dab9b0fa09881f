package bridge

import (
	"time"
)

// Level is the importance of an entry of the journal.
type Level string

// The levels of the journal.
const (
	LevelInfo    Level = "info"    // what was done
	LevelNotice  Level = "notice"  // a person should know
	LevelWarning Level = "warning" // something is wrong, and work goes on
	LevelError   Level = "error"   // a person must look
)

// Entry is a line of the journal.
type Entry struct {
	N       int64     `json:"n,omitzero"` // given by the store, growing
	At      time.Time `json:"at"`
	Level   Level     `json:"level"`
	Account string    `json:"account,omitzero"`
	Order   string    `json:"order,omitzero"`
	What    string    `json:"what"` // a stable word for machines, e.g. "retry"
	Text    string    `json:"text"` // for people, in the language of the account: what happened, why, and what to do
	Effect  string    `json:"effect,omitzero"`
	Key     string    `json:"key,omitzero"`   // an entry with a key is written once
	Event   int       `json:"event,omitzero"` // number of the event of the order that it tells of
	Run     string    `json:"run,omitzero"`   // the pass in which it was written, see [Run.Key]
}

// JournalFilter selects entries; a zero field selects all.
type JournalFilter struct {
	Account, Order, What string
	Run                  string
	Levels               []Level
	Since, Until         time.Time
	After                int64 // entries with a greater N
}
