package smtptest

import (
	"bytes"
	"errors"
	"net"
)

// queue is the server's end of a connection in memory. What it writes waits to be read, as with TCP: net.Pipe alone
// would stand still when both sides write, such as a client that refuses a certificate. One goroutine writes to it and
// closes it.
type queue struct {
	net.Conn
	out chan []byte
}

// newQueue returns the end and what writes to it until it is closed.
func newQueue(c net.Conn) (*queue, func()) {
	q := &queue{c, make(chan []byte, 256)}
	return q, func() {
		for b := range q.out {
			if _, err := c.Write(b); err != nil {
				_ = c.Close()
			}
		}
		_ = c.Close()
	}
}

// Write implements net.Conn.
func (q *queue) Write(b []byte) (int, error) {
	select {
	case q.out <- bytes.Clone(b):
		return len(b), nil
	default:
		return 0, errors.New("the client reads none of the answers")
	}
}

// Close implements net.Conn. What was written before can still be read.
func (q *queue) Close() error {
	close(q.out)
	return nil
}
