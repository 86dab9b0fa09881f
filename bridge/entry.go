package bridge

import (
	"time"
)

// Level is how much an entry of the journal matters.
type Level string

// The levels of the journal.
const (
	LevelInfo    Level = "info"    // what was done
	LevelNotice  Level = "notice"  // somebody should know
	LevelWarning Level = "warning" // something was not as it should be, and work went on
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
	Text    string    `json:"text"` // for people: what, where, and what may be done
	Effect  string    `json:"effect,omitzero"`
	Key     string    `json:"key,omitzero"` // an entry with a key is written once
}

// JournalFilter chooses entries; zero values ask for nothing.
type JournalFilter struct {
	Account, Order, What string
	Levels               []Level
	Since, Until         time.Time
	After                int64 // entries with a greater N
}
