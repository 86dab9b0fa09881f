package durable

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2/simplelru"

	"github.com/ordo-sdk/ordo/order"
)

// cachedEvents is how many events are kept in memory at most, of all orders together; some 100 MB if all are large.
const cachedEvents = 100_000

// eventCache keeps the logs of the orders that were read last. Events never change, so only the last one that is known,
// and those after it, must be read. A log is replaced as a whole when personal data is erased, which the order's row
// counts, and beside the store when a backup is played back or a replica that lacks the last writes takes over: then the
// last event is another one.
type eventCache struct {
	mu   sync.Mutex
	logs *lru.LRU[string, cachedLog]
	most int // events
	size int
}

// cachedLog is the first events of an order's log.
type cachedLog struct {
	events []order.Event
	text   []byte // of the last of them, as it is stored
	erased int64  // how often the log was replaced before
}

// errReplaced says that the log in the database does not go on from the one that is known.
var errReplaced = errors.New("durable: the log was replaced")

// last returns the number of the last event.
func (l cachedLog) last() int64 {
	if len(l.events) == 0 {
		return 0
	}
	return int64(l.events[len(l.events)-1].N)
}

func newEventCache(most int) *eventCache {
	c := &eventCache{most: most}
	logs, err := lru.NewLRU(max(most, 1), func(_ string, l cachedLog) { c.size -= len(l.events) })
	if err != nil {
		panic(err) // the size is a constant
	}
	c.logs = logs
	return c
}

func (c *eventCache) get(id string) cachedLog {
	c.mu.Lock()
	defer c.mu.Unlock()
	l, _ := c.logs.Get(id)
	return l
}

// extend returns the whole log of an order: what was known, if it still holds, and the events after it. The texts begin
// with the last event that was known.
func (c *eventCache) extend(id string, known cachedLog, erased int64, texts [][]byte) ([]order.Event, error) {
	if known.erased != erased {
		known = cachedLog{erased: erased}
	}
	if len(known.events) > 0 {
		if len(texts) == 0 || !bytes.Equal(texts[0], known.text) {
			c.forget(id)
			return nil, errReplaced
		}
		texts = texts[1:]
	}
	if len(texts) == 0 {
		return slices.Clone(known.events), nil
	}
	more, err := order.ReadEvents(texts)
	if err != nil {
		return slices.Clone(known.events), fmt.Errorf("its log: %w", err)
	}
	all := slices.Concat(known.events, more)
	c.put(id, cachedLog{all, bytes.Clone(texts[len(texts)-1]), erased})
	return slices.Clone(all), nil
}

func (c *eventCache) forget(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.logs.Remove(id)
}

func (c *eventCache) put(id string, l cachedLog) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.logs.Remove(id)
	if len(l.events) > c.most/10 {
		return
	}
	c.logs.Add(id, l)
	for c.size += len(l.events); c.size > c.most; {
		c.logs.RemoveOldest()
	}
}
