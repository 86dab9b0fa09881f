package novaposhta

import (
	"sync"
	"time"
)

// recently is for how long a client remembers the waybills that it has made. The list of the service does not show them
// at once.
const recently = 2 * time.Minute

// recent are the waybills that a client has made a moment ago, by key. It is safe for concurrent use.
type recent struct {
	mu   sync.Mutex
	made map[string]remembered
}

type remembered struct {
	waybill Created
	at      time.Time
}

// add remembers a waybill, and forgets old ones.
func (r *recent) add(key string, w Created, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.made == nil {
		r.made = map[string]remembered{}
	}
	for k, old := range r.made {
		if now.Sub(old.at) > recently {
			delete(r.made, k)
		}
	}
	r.made[key] = remembered{w, now}
}

// get returns the waybill that was made with a key a moment ago, or nil.
func (r *recent) get(key string, now time.Time) *Created {
	r.mu.Lock()
	defer r.mu.Unlock()
	one, has := r.made[key]
	if !has || now.Sub(one.at) > recently {
		return nil
	}
	w := one.waybill
	return &w
}

// forget forgets a waybill that was deleted, by its Ref or number.
func (r *recent) forget(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for k, one := range r.made {
		if one.waybill.Ref == id || one.waybill.Number == id {
			delete(r.made, k)
		}
	}
}
