package bridge

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo/order"
)

// batchBucket has of each account the number of the last batch, whose each number is, and the batch of each key.
const batchBucket = "batch"

// SalesBatch is a list of sales that leave together in one direction: the warehouse posts them and ships the goods.
type SalesBatch struct {
	Number    string // from 1, per account; empty if there was nothing to list
	Account   string // the books
	Direction string // Shipment.To of its shipments
	At        time.Time
	Sales     []BatchedSale
}

// BatchedSale is a sale in a batch.
type BatchedSale struct {
	Order    string // its id here
	Shipment int
	Sale     order.Document
}

// Batch lists the sales of the books account that are made and not posted, for shipments to a direction (Shipment.To):
// those that are in no batch yet. Each order keeps in which batch its sale is, as a document of kind "batch", in one
// write with the check that it is in none: so a sale is in one batch only, whoever makes batches at the same time. The
// key of by makes a batch once: given again, it completes the batch and returns the whole.
//
// If an order refuses, as it does to people without the right to attach documents, the error is a *order.Refused, and
// the batch has the sales that were listed before. The error is ErrUnknown for an account that is not connected.
func (b *Bridge) Batch(ctx context.Context, account, direction string, by order.By) (SalesBatch, error) {
	if ctx == nil {
		return SalesBatch{}, errNilContext
	}
	if by.At.IsZero() {
		by.At = b.now()
	}
	out := SalesBatch{Account: account, Direction: direction, At: by.At}
	if a := b.accounts[account]; a == nil || a.system == nil {
		return out, fmt.Errorf("bridge: account %q: %w", account, ErrUnknown)
	}
	var err error
	if out.Number, err = b.batchGiven(ctx, account, direction, by); err != nil {
		return out, err
	}
	for s, err := range b.store.Orders(ctx, OrderFilter{Flags: []Flag{FlagSaleDrafted}}) {
		if err != nil {
			return out, err
		}
		if err := b.listSales(ctx, s.ID, &out, by); err != nil {
			return out, err
		}
	}
	if len(out.Sales) > 0 {
		b.wake()
	}
	return out, nil
}

// listSales lists the sales of one order in a batch.
func (b *Bridge) listSales(ctx context.Context, id string, out *SalesBatch, by order.By) error {
	var listed []BatchedSale
	err := b.change(ctx, id, func(j *job) error {
		listed = nil
		if !j.known() {
			return nil
		}
		v := j.view()
		for _, d := range v.Documents {
			if !isDraftSale(d) || d.Ref.Account != out.Account || d.Shipment < 1 || d.Shipment > len(v.Shipments) || v.Shipments[d.Shipment-1].To != out.Direction {
				continue
			}
			switch in := batchOf(v, d); {
			case in == "":
				if out.Number == "" {
					number, err := b.nextBatch(ctx, out.Account, out.Direction, by)
					if err != nil {
						return err
					}
					out.Number = number
				}
				if err := b.putInBatch(j, d, *out, by); err != nil {
					return err
				}
			case in != out.Number:
				continue
			}
			listed = append(listed, BatchedSale{Order: id, Shipment: d.Shipment, Sale: d})
		}
		return nil
	})
	if err == nil {
		out.Sales = append(out.Sales, listed...)
	}
	return err
}

// putInBatch keeps in the order that a sale is in a batch.
func (b *Bridge) putInBatch(j *job, sale order.Document, in SalesBatch, by order.By) error {
	if by.Key != "" {
		by.Key = joinKey(by.Key, sale.Number)
	}
	_, err := j.order.Do(order.Attach{Document: order.Document{
		Kind: documentOfBatch, Number: in.Number, Basis: sale.Number, Shipment: sale.Shipment, To: in.Direction,
		Ref: order.Ref{System: sale.Ref.System, Account: in.Account, Kind: documentOfBatch, ID: joinKey(in.Number, sale.Number)},
	}}, by)
	return err
}

// batchOf returns the number of the batch that a sale is in; "" for none.
func batchOf(v order.View, sale order.Document) string {
	for _, d := range v.Documents {
		if d.Kind == documentOfBatch && d.Basis == sale.Number && d.Ref.Account == sale.Ref.Account && d.State != order.DocumentVoid {
			return d.Number
		}
	}
	return ""
}

// givenBatch is whose batch has a number, and what a key of a batch stands for.
type givenBatch struct {
	Number    string `json:"number"`
	Direction string `json:"direction"`
	Key       string `json:"key,omitzero"`
}

// batchGiven returns the number of the batch that was made under a key; "" for none.
func (b *Bridge) batchGiven(ctx context.Context, account, direction string, by order.By) (string, error) {
	if by.Key == "" {
		return "", nil
	}
	key := joinKey(account, "key", by.Key)
	kept, err := b.store.Values(ctx, batchBucket, key)
	if err != nil || kept[key] == nil {
		return "", err
	}
	var g givenBatch
	if err := json.Unmarshal(kept[key], &g); err != nil {
		return "", fmt.Errorf("bridge: batch of key %q: %w", by.Key, err)
	}
	if g.Direction != direction {
		return "", &order.Refused{Kind: order.KindAttach, What: order.Textf("key %s", by.Key), Problem: order.ErrKeyReused, Why: order.Textf("it was used for other content before; take a new key")}
	}
	return g.Number, nil
}

// nextBatch returns a number that no other batch of the account has, and keeps it under the key. Whoever sets the owner
// of a number first has it; the last number is only where the search begins.
func (b *Bridge) nextBatch(ctx context.Context, account, direction string, by order.By) (string, error) {
	last := joinKey(account, "last")
	kept, err := b.store.Values(ctx, batchBucket, last)
	if err != nil {
		return "", err
	}
	n, _ := strconv.Atoi(string(kept[last]))
	var mine givenBatch
	var owner []byte
	for {
		n++
		mine = givenBatch{strconv.Itoa(n), direction, by.Key}
		if owner, err = json.Marshal(mine); err != nil {
			return "", err
		}
		number := joinKey(account, "number", mine.Number)
		err = b.store.Swap(ctx, batchBucket, number, nil, owner)
		if errors.Is(err, ErrConflict) && by.Key != "" { // it may be of the first try, that was stopped here
			taken, err := b.store.Values(ctx, batchBucket, number)
			if err != nil {
				return "", err
			}
			if bytes.Equal(taken[number], owner) {
				break
			}
			continue
		}
		if !errors.Is(err, ErrConflict) {
			break
		}
	}
	if err != nil && !errors.Is(err, ErrConflict) {
		return "", err
	}
	if by.Key != "" { // before the last number is kept: a second try begins its search where the first did
		err = b.store.Swap(ctx, batchBucket, joinKey(account, "key", by.Key), nil, owner)
		if errors.Is(err, ErrConflict) { // the same click, twice at once: the first counts
			return b.batchGiven(ctx, account, direction, by)
		}
		if err != nil {
			return "", err
		}
	}
	if err := b.store.Swap(ctx, batchBucket, last, kept[last], []byte(mine.Number)); err != nil && !errors.Is(err, ErrConflict) {
		return "", err
	}
	return mine.Number, nil
}
