package bridge

import (
	"time"
)

// Message is something that came in and is to be applied to an order.
type Message struct {
	N       int64     `json:"n,omitzero"` // given by the store, growing
	Account string    `json:"account"`
	Order   string    `json:"order"`         // id of the order it is for, which may not be known yet
	Key     string    `json:"key,omitzero"`  // the same for every delivery; empty if it comes only once
	Kind    string    `json:"kind"`          // what Data holds
	Data    []byte    `json:"data,omitzero"` // JSON
	At      time.Time `json:"at"`            // when it came
	// Of a message that could not be applied:
	Attempts int       `json:"tries,omitzero"`
	Due      time.Time `json:"due,omitzero"` // when it is tried again
	Problem  string    `json:"problem,omitzero"`
}

// Incoming is messages that came together, and the cursor that moves with them.
type Incoming struct {
	Messages []Message
	Due      time.Time // when their orders become due; never zero where there are messages
	// Account and Stream name the cursor that is moved from From to To; without a Stream none is.
	Account, Stream, From, To string
}
