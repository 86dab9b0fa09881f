package russianpost

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order/amount"
)

const (
	freePerDay  = 100                 // requests of the free access
	keptFor     = 90 * 24 * time.Hour // how long a history is remembered that nobody asks for
	mostTickets = 500                 // parcels of a ticket: larger answers were reported to break off
)

// operation is an event of a parcel.
type event struct {
	code, name string
	at         time.Time
}

// history is what is known of a parcel.
type history struct {
	operations []event
	answered   time.Time // when the Post last showed any
	cod        amount.Money
	lapsed     bool // the Post shows none any more, or is not asked: this is what it showed last
}

// histories reads those of parcels, within the limit of the day, and remembers them: the Post shows none for a while
// when a parcel passes to another country.
type histories struct {
	tracking *Tracking
	clock    ordo.Clock
	perDay   int
	tickets  bool

	mu     sync.Mutex
	known  map[string]history
	day    Date // of Moscow
	used   int
	wanted map[string]bool // by the next ticket
	open   []ticket
}

// ticket is a question that is not answered yet.
type ticket struct {
	id       string
	barcodes []string
	made     time.Time
	next     time.Time // when to ask for its answer
}

func newHistories(s Settings, clock ordo.Clock) *histories {
	return &histories{
		tracking: s.Tracking, clock: clock, perDay: cmp.Or(s.TrackingPerDay, freePerDay), tickets: s.Tickets,
		known: map[string]history{}, wanted: map[string]bool{},
	}
}

// errNoTracking is the lack of histories.
var errNoTracking = errors.New("histories are not read: Settings.Tracking is not set")

// of returns the history of a parcel. It has no operations if the Post knows none. If it cannot be read now, an earlier
// one is returned; without one, the error.
func (h *histories) of(ctx context.Context, barcode string) (history, error) {
	if h.tracking == nil {
		return history{}, errNoTracking
	}
	if h.tickets {
		return h.byTicket(ctx, barcode)
	}
	if err := h.spend(); err != nil {
		return h.remembered(barcode, err)
	}
	all, err := h.tracking.History(ctx, barcode)
	if err != nil {
		var limit *LimitError
		if errors.As(err, &limit) {
			h.spent()
		}
		return h.remembered(barcode, err)
	}
	var now history
	for _, r := range all {
		if r.Problem != nil && r.Operation.Type.ID == 0 {
			return h.remembered(barcode, r.Problem)
		}
		now.operations = append(now.operations, event{r.Code(), nameOf(r.Operation.Type.Name, r.Operation.Attr.Name), r.Operation.At})
		if r.Finance.COD > 0 {
			now.cod = r.Finance.COD.Money()
		}
	}
	return h.learn(barcode, now), nil
}

func nameOf(typ, attr string) string {
	if attr == "" {
		return typ
	}
	return typ + ": " + attr
}

// spend counts a request. The error is of class RateLimited when there are none left today.
func (h *histories) spend() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if today := DateOf(h.clock.Now()); today != h.day {
		h.day, h.used = today, 0
	}
	if h.used >= h.perDay {
		e := untilMidnight(h.clock)
		return h.tracking.rest.Fail(opHistory, e.Class, e.Text, e)
	}
	h.used++
	return nil
}

// spent ends the day.
func (h *histories) spent() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.used = h.perDay
}

// remembered returns the last known history, or err.
func (h *histories) remembered(barcode string, err error) (history, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	last, has := h.known[barcode]
	if !has {
		return history{}, err
	}
	last.lapsed = true
	return last, nil
}

// learn remembers a history. Nothing after something changes nothing.
func (h *histories) learn(barcode string, now history) history {
	h.mu.Lock()
	defer h.mu.Unlock()
	last, has := h.known[barcode]
	switch {
	case len(now.operations) > 0:
		now.answered = h.clock.Now()
		if _, full := h.known[barcode]; !full {
			h.forget(now.answered)
		}
		h.known[barcode] = now
	case has && len(last.operations) > 0:
		last.lapsed = true
		return last
	}
	return now
}

// forget drops what nobody asked for in a long time.
func (h *histories) forget(now time.Time) {
	for barcode, old := range h.known {
		if now.Sub(old.answered) > keptFor {
			delete(h.known, barcode)
		}
	}
}

// byTicket returns what the last ticket said of a parcel, and has it asked for again. While nothing is known, the error
// is of class Retry.
func (h *histories) byTicket(ctx context.Context, barcode string) (history, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.wanted[barcode] = true
	if err := h.collect(ctx); err != nil {
		return h.earlier(barcode, err)
	}
	if err := h.ask(ctx); err != nil {
		return h.earlier(barcode, err)
	}
	pending := h.tracking.rest.Fail("answerByTicketRequest", ordo.Retry, "", &ordo.PendingError{Ref: barcode})
	pending.RetryAfter = TicketPause
	return h.earlier(barcode, pending)
}

// earlier returns the last known history, or err.
func (h *histories) earlier(barcode string, err error) (history, error) {
	if last, has := h.known[barcode]; has {
		return last, nil
	}
	return history{}, err
}

// collect reads the answers that are due. What an answer says nothing of stays wanted.
func (h *histories) collect(ctx context.Context) error {
	now := h.clock.Now()
	var left []ticket
	for i, t := range h.open {
		if now.Before(t.next) {
			left = append(left, t)
			continue
		}
		answer, err := h.tracking.GetAnswer(ctx, t.id)
		var pending *ordo.PendingError
		switch {
		case err == nil:
			h.read(answer.Sort(t.barcodes...), t.barcodes)
		case errors.As(err, &pending) && now.Sub(t.made) < TicketLife:
			t.next = now.Add(TicketPause)
			left = append(left, t)
		case errors.As(err, &pending) || ordo.ClassOf(err) == ordo.NotFound: // it is gone: ask anew
			for _, b := range t.barcodes {
				h.wanted[b] = true
			}
		default:
			h.open = append(left, h.open[i:]...)
			return err
		}
	}
	h.open = left
	return nil
}

func (h *histories) read(s Sorted, asked []string) {
	for _, b := range asked {
		delete(h.wanted, b)
	}
	for _, item := range s.News {
		now := history{answered: h.clock.Now()}
		for _, o := range item.Operations {
			now.operations = append(now.operations, event{o.Code(), o.Name, o.At})
		}
		h.known[item.Barcode] = now
	}
	for _, b := range s.Silent {
		h.wanted[b] = true
	}
	for _, item := range s.Failed {
		if item.Failure == nil || item.Failure.ID != unknownItem { // unreadable: asked for again
			h.wanted[item.Barcode] = true
		} else if _, has := h.known[item.Barcode]; !has {
			h.known[item.Barcode] = history{}
		}
	}
}

// unknownItem is the error of a parcel of which the Post knows nothing.
const unknownItem = 12

// ask makes a ticket of what is wanted, unless one was made a short time ago: parcels are read one by one.
func (h *histories) ask(ctx context.Context) error {
	now := h.clock.Now()
	asked := map[string]bool{}
	for _, t := range h.open {
		if now.Sub(t.made) < TicketPause {
			return nil
		}
		for _, b := range t.barcodes {
			asked[b] = true
		}
	}
	var all []string
	for b := range h.wanted {
		if !asked[b] {
			all = append(all, b)
		}
	}
	slices.Sort(all)
	if all = all[:min(len(all), mostTickets)]; len(all) == 0 {
		return nil
	}
	id, err := h.tracking.CreateTicket(ctx, all...)
	if err != nil {
		return err
	}
	h.open = append(h.open, ticket{id, all, now, now.Add(TicketPause)})
	return nil
}

// demoBarcode is the vendor's sample.
const demoBarcode = "RA644000001RU"

// check tries the login of tracking.
func (h *histories) check(ctx context.Context) error {
	if h.tracking == nil {
		return nil
	}
	if h.tickets {
		_, err := h.tracking.CreateTicket(ctx, demoBarcode)
		return err
	}
	if err := h.spend(); err != nil {
		return err
	}
	_, err := h.tracking.History(ctx, demoBarcode)
	return err
}

// recent remembers the ids of orders that were made or read, by their barcodes and numbers.
type recent struct {
	mu   sync.Mutex
	ids  map[string]int64
	line []string // oldest first
}

const mostRecent = 10_000

func newRecent() *recent { return &recent{ids: map[string]int64{}} }

func (r *recent) keep(barcode string, id int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if barcode == "" || id == 0 || r.ids[barcode] == id {
		return
	}
	if _, has := r.ids[barcode]; !has {
		r.line = append(r.line, barcode)
	}
	r.ids[barcode] = id
	if len(r.line) > mostRecent {
		delete(r.ids, r.line[0])
		r.line = r.line[1:]
	}
}

func (r *recent) id(barcode string) int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ids[barcode]
}
