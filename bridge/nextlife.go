package bridge

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
)

// forward gives news about an order that was forgotten here to its present life. If there is none, the next one is
// made of what the channel shows now: an announcement may be older than the forgetting. One of a channel that cannot be
// asked is not: the same announcement never comes twice.
func (h *channelHandler) forward(ctx context.Context, j *job, a *account, ms []Message) error {
	var on []Message
	for _, m := range ms {
		var n channels.News
		if err := json.Unmarshal(m.Data, &n); err != nil {
			return &badMessage{err}
		}
		if err := checkID(n.ID); err != nil {
			return &badMessage{fmt.Errorf("the id of the order: %w", err)}
		}
		id, lives, err := h.presentLife(ctx, j, a, n.ID)
		if err != nil {
			return err
		}
		if !lives && a.pusher == nil {
			n.Placed = nil
			if m.Data, err = json.Marshal(n); err != nil {
				return err
			}
		}
		m.Order, m.Key = id, joinKey("forwarded", strconv.FormatInt(m.N, 10))
		m.N, m.Attempts, m.Due, m.Problem = 0, 0, time.Time{}, ""
		on = append(on, m)
		j.note(LevelInfo, a.name, "forwarded", "news for the order goes to %s, since it was forgotten here", id)
	}
	if err := h.store.Receive(ctx, Incoming{Messages: on, Due: h.now()}); err != nil {
		return err
	}
	h.wake()
	return nil
}

// presentLife returns the id of a channel's order that was forgotten here as j: the one that lives, or the one that its
// next life will have.
func (h *channelHandler) presentLife(ctx context.Context, j *job, a *account, id string) (present string, lives bool, err error) {
	ref := channelRef(a, id)
	known, err := h.store.Find(ctx, ref)
	if err != nil {
		return "", false, err
	}
	if present, lives = known[ref]; lives {
		return present, true, nil
	}
	for n := lifeOf(a.name, id, j.stored.ID) + 1; ; n++ {
		d, err := h.store.Load(ctx, lifeID(a.name, id, n))
		if err != nil && !errors.Is(err, ErrDamaged) {
			return "", false, err
		}
		if !d.Summary.Has(FlagForgotten) {
			return lifeID(a.name, id, n), false, nil
		}
	}
}

// linked returns the links of a new order: those of the channel are to orders of its account, and a later life is
// linked to the one before.
func (h *channelHandler) linked(j *job, a *account, id string, ls []order.Link) []order.Link {
	ls = slices.Clone(ls)
	for i := range ls {
		if r := ls[i].Ref; !r.IsZero() {
			if r.Kind == "" {
				r.Kind = "order"
			}
			ls[i].Ref = a.ref(r)
		}
	}
	if n := lifeOf(a.name, id, j.stored.ID); n > 1 {
		ls = append(ls, order.Link{Kind: order.LinkPrevious, Order: lifeID(a.name, id, n-1)})
	}
	return ls
}
