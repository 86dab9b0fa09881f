package yookassa

import (
	"context"
	"errors"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/receipts"
)

// create makes the receipt, or returns the one that its key stands for. YooKassa keeps a refused key for a day together
// with the content of the request. If a receipt of that content does not exist, the new content gets a key derived from
// it.
func (g *Gateway) create(ctx context.Context, r receipts.Receipt, in NewReceipt, s *subject, have []Receipt) (receipts.Document, error) {
	made, taken, err := g.createUnderKey(ctx, Key("ordo", "receipt", r.Key), in)
	if taken {
		nothing, unseen := g.nothingMade(ctx, in, s, have)
		if unseen != nil {
			return receipts.Document{}, unseen
		}
		if nothing {
			made, err = g.createAmended(ctx, r.Key, in)
		}
	}
	if err != nil {
		return receipts.Document{}, err
	}
	for i := range have {
		if have[i].ID == made.ID { // the answer to a key has the first state
			made = &have[i]
		}
	}
	return g.document(made, r.Key), nil
}

// createUnderKey makes a receipt under a key. taken reports that YooKassa knows the key with other content.
func (g *Gateway) createUnderKey(ctx context.Context, key string, in NewReceipt) (made *Receipt, taken bool, err error) {
	made = &Receipt{}
	again := func(context.Context) (bool, error) { return false, nil } // the key finds it
	doubt, err := g.post(ctx, opReceipt, receiptsPath, key, sentReceipt{in}, made, made.complete, again)
	if err == nil {
		return made, false, g.client.sameReceipt(key, in, made)
	}
	var e *ordo.Error
	if errors.As(err, &e) && (doubt || keyTaken(e)) {
		own := *e
		own.Class = ordo.InDoubt
		return nil, !doubt && keyTaken(e), &own
	}
	return nil, false, err
}

// createAmended makes a receipt under a key derived from its content.
func (g *Gateway) createAmended(ctx context.Context, key string, in NewReceipt) (*Receipt, error) {
	words, err := encode(in)
	if err != nil {
		return nil, g.client.rest.Fail(opReceipt, ordo.Invalid, "not sent: the request cannot be written", err)
	}
	made, _, err := g.createUnderKey(ctx, Key("ordo", "receipt", key, string(words)), in)
	return made, err
}

// nothingMade reports whether no receipt was made within the key's life that the key may stand for.
func (g *Gateway) nothingMade(ctx context.Context, in NewReceipt, s *subject, have []Receipt) (bool, error) {
	money := "" // the receipt of the whole sum is another one: this one was searched for before
	if x := s.coveringReceipt(have); x != nil {
		money = x.ID
	}
	f := s.filter
	f.Created.From = g.client.settings.Clock.Now().Add(-KeyLife - time.Hour) // the clocks of two machines differ
	young, err := g.listReceipts(ctx, f)
	for _, x := range young {
		if x.Status != Canceled && x.Type == in.Type && x.ID != money && x.keyWritten() == "" {
			return false, nil
		}
	}
	return err == nil, err
}
