package exchange1c

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/onec/commerceml"
)

// Outgoing keeps which orders 1C is to read, which it has read, and which of those it has answered: Query and Read are
// for Settings. That 1C has read an order does not mean that it has it: an order that 1C says nothing of for some
// exchanges is told of, and may be offered again. It is safe for concurrent use. Its fields are set before the first
// call; what it keeps is JSON, for the host to store.
type Outgoing struct {
	// Documents returns an order as 1C is to read it: the order, and where Containers is set also its payments and
	// shipments.
	Documents func(ctx context.Context, number string) ([]commerceml.Document, error)
	// Failed is told of an order that cannot be written. It stays, and the others go. nil means that nobody wants to
	// know.
	Failed func(ctx context.Context, number string, err error)
	// Silent is told once of each order of which 1C says nothing, after Patience exchanges. nil means that nobody wants
	// to know: see Outgoing.Unanswered.
	Silent func(ctx context.Context, order Unanswered)

	File       commerceml.File // how answers begin; an empty Version means "2.07"
	Containers bool            // each order in a container, as the module of 1C-Bitrix wants it; a plain 1C reads none
	Most       int             // orders in one answer; 0 means 500
	Patience   int             // 0 means 3
	Clock      ordo.Clock      // tells when answers are made, where File does not; nil means the machine's

	mu     sync.Mutex
	orders map[string]*outgoing // by number
	placed int                  // by Put and Again so far
}

// outgoing is an order that 1C is to read, or has not answered.
type outgoing struct {
	Number    string `json:"number"`
	Place     int    `json:"place"` // the lower ones are offered first
	Version   string `json:"version"`
	Read      bool   `json:"read,omitempty"` // in this version
	Exchanges int    `json:"exchanges,omitempty"`
	Told      bool   `json:"told,omitempty"`
}

// Unanswered is an order that 1C has read, and said nothing of since.
type Unanswered struct {
	Sent
	Exchanges int // that came to their end since
}

// offer places an order behind those that wait. The caller holds mu.
func (o *Outgoing) offer(number, version string) {
	if o.orders == nil {
		o.orders = map[string]*outgoing{}
	}
	o.placed++
	o.orders[number] = &outgoing{Number: number, Version: version, Place: o.placed}
}

// sorted returns the orders in the order of their places. The caller holds mu.
func (o *Outgoing) sorted() []*outgoing {
	return slices.SortedFunc(maps.Values(o.orders), func(a, b *outgoing) int { return a.Place - b.Place })
}

// Put offers an order in a version. One that 1C has read in the same version, and has not answered, is not offered
// again.
func (o *Outgoing) Put(number, version string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch known := o.orders[number]; {
	case known == nil, known.Read && known.Version != version:
		o.offer(number, version)
	case known.Version != version:
		known.Version = version // it keeps its place
	}
}

// Again offers orders once more that 1C has read, in the version that it had. It reports those that are not known: they
// were answered, or never offered, and need Put.
func (o *Outgoing) Again(numbers ...string) (unknown []string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, n := range numbers {
		if known := o.orders[n]; known != nil {
			o.offer(n, known.Version)
		} else {
			unknown = append(unknown, n)
		}
	}
	return unknown
}

// Answered takes what 1C says of an order: a document of the order, or of a payment or shipment of it. What 1C has read
// of it is settled then; a version that it has not read yet stays.
func (o *Outgoing) Answered(d *commerceml.Document) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, number := range []string{d.Number, d.Basis} {
		if known := o.orders[number]; known != nil && known.Read {
			delete(o.orders, number)
		}
	}
}

// Settle forgets orders, as a person knows that 1C has them or that they are not to go there.
func (o *Outgoing) Settle(numbers ...string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, n := range numbers {
		delete(o.orders, n)
	}
}

// Unanswered returns the orders that 1C has read, and said nothing of for so many exchanges or more.
func (o *Outgoing) Unanswered(exchanges int) (all []Unanswered) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, each := range o.sorted() {
		if each.Read && each.Exchanges >= exchanges {
			all = append(all, each.unanswered())
		}
	}
	return all
}

func (o *outgoing) unanswered() Unanswered { return Unanswered{Sent{o.Number, o.Version}, o.Exchanges} }

// Query is for Settings.Query: it writes the orders that 1C has not read, the oldest first.
func (o *Outgoing) Query(ctx context.Context, to io.Writer) (batch []Sent, err error) {
	file := o.File
	if file.Version == "" {
		file.Version = "2.07"
	}
	if file.Made == "" {
		file.Made = made(o.Clock)
	}
	w := commerceml.NewWriter(to, file)
	most := o.Most
	if most <= 0 {
		most = 500
	}
	for _, s := range o.waiting() {
		if len(batch) == most {
			break
		}
		docs, err := o.documents(ctx, s.Number, len(batch)+1)
		if err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if o.Failed != nil {
				o.Failed(ctx, s.Number, err)
			}
			continue
		}
		for i := range docs {
			if err := w.Write(&docs[i]); err != nil {
				return nil, err
			}
		}
		batch = append(batch, s)
	}
	return batch, w.Close()
}

// made returns the present time as files state it: without a zone.
func made(c ordo.Clock) string {
	if c == nil {
		c = machineClock{}
	}
	return c.Now().Format("2006-01-02T15:04:05")
}

// waiting returns the orders that 1C has not read.
func (o *Outgoing) waiting() (all []Sent) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, each := range o.sorted() {
		if !each.Read {
			all = append(all, Sent{each.Number, each.Version})
		}
	}
	return all
}

// documents returns the documents of an order, in the container with a number if there are any. A plain 1C refuses all
// orders for one document that is none, so such an order is refused here.
func (o *Outgoing) documents(ctx context.Context, number string, container int) ([]commerceml.Document, error) {
	docs, err := o.Documents(ctx, number)
	if err != nil {
		return nil, err
	}
	if len(docs) == 0 {
		return nil, fmt.Errorf("order %s: no documents, want one of the order", number)
	}
	for i := range docs {
		d := &docs[i]
		switch {
		case d.Operation == commerceml.Order && d.Number != number:
			return nil, fmt.Errorf("order %s: the document is of order %q", number, d.Number)
		case d.Operation != commerceml.Order && !o.Containers:
			return nil, fmt.Errorf("order %s: a document %q besides the order, which a 1C without containers does not read", number, d.Operation)
		case d.Operation != commerceml.Order && d.Basis == "":
			return nil, fmt.Errorf("order %s: a document %q without a Basis", number, d.Operation)
		}
		if d.Container = 0; o.Containers {
			d.Container = container
		}
	}
	return docs, nil
}

// Read is for Settings.Read: 1C has read these orders in these versions, and an exchange came to its end.
func (o *Outgoing) Read(ctx context.Context, orders []Sent) error {
	for _, u := range o.read(orders) {
		if o.Silent != nil {
			o.Silent(ctx, u)
		}
	}
	return nil
}

// read marks orders as read, and returns those that have become silent.
func (o *Outgoing) read(orders []Sent) (silent []Unanswered) {
	patience := o.Patience
	if patience <= 0 {
		patience = 3
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, s := range orders {
		if known := o.orders[s.Number]; known != nil && known.Version == s.Version && !known.Read {
			known.Read, known.Exchanges = true, -1 // this exchange is not one since
		}
	}
	for _, each := range o.sorted() {
		if each.Read {
			each.Exchanges++
		}
		if each.Exchanges >= patience && !each.Told {
			each.Told = true
			silent = append(silent, each.unanswered())
		}
	}
	return silent
}

// MarshalJSON returns what is kept, without the fields.
func (o *Outgoing) MarshalJSON() ([]byte, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return json.Marshal(struct {
		Orders []*outgoing `json:"orders"`
	}{o.sorted()})
}

// UnmarshalJSON restores what was kept.
func (o *Outgoing) UnmarshalJSON(b []byte) error {
	var in struct {
		Orders []*outgoing `json:"orders"`
	}
	if err := json.Unmarshal(b, &in); err != nil {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.orders, o.placed = map[string]*outgoing{}, 0
	for _, each := range in.Orders {
		if each != nil {
			o.orders[each.Number] = each
			o.placed = max(o.placed, each.Place)
		}
	}
	return nil
}
