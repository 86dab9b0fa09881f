package shop

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// file is an order as the shop keeps it.
type file struct {
	Placed time.Time `json:"placed"`
	Buyer  string    `json:"buyer"`
	Lines  []line    `json:"lines"`
}

// line holds the pieces of one article, each with its state.
type line struct {
	Article string `json:"article"`
	Name    string `json:"name"`
	Price   string `json:"price"` // of one piece, in roubles
	Pieces  pieces `json:"pieces"`
}

// pieces are the states of pieces: in the file one word each.
type pieces []status.ItemState

// MarshalText writes the words.
func (ps pieces) MarshalText() ([]byte, error) {
	var words []string
	for _, p := range ps {
		words = append(words, p.String())
	}
	return []byte(strings.Join(words, " ")), nil
}

// UnmarshalText reads the words.
func (ps *pieces) UnmarshalText(b []byte) error {
	*ps = nil
	for word := range strings.FieldsSeq(string(b)) {
		p, err := status.ParseItemState(word)
		if err != nil {
			return err
		}
		*ps = append(*ps, p)
	}
	return nil
}

// load reads an order. The caller holds the lock if it saves the order afterwards.
func (s *Shop) load(id string) (*file, error) {
	b, err := s.root.ReadFile(id + ".json")
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fail("read", ordo.NotFound, "there is no order "+id, err)
	case err != nil:
		return nil, fail("read", ordo.Retry, "order "+id+" cannot be read", err)
	}
	f := &file{}
	if err := json.Unmarshal(b, f); err != nil {
		return nil, fail("read", ordo.Retry, "order "+id+" is half-written or not valid", err)
	}
	return f, nil
}

// save writes an order in one step. After a stop in between, the next attempt begins with the old file.
func (s *Shop) save(id string, f *file) error {
	b, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return fail("write", ordo.Invalid, "order "+id+" cannot be written", err)
	}
	if err := s.write(id+".json", append(b, '\n')); err != nil {
		return fail("write", ordo.Retry, "order "+id+" could not be written", err)
	}
	return nil
}

// replace replaces a file in one step.
func (s *Shop) replace(name string, b []byte) error {
	if err := s.root.WriteFile(name+".new", b, 0o600); err != nil {
		return err
	}
	return s.root.Rename(name+".new", name)
}

// piece is one piece of an order.
type piece struct {
	line string // its id; lines count from 1
	n    int
}

// at returns the state of a piece, or nil if there is no such piece.
func (f *file) at(p piece) *status.ItemState {
	l, err := strconv.Atoi(p.line)
	if err != nil || l < 1 || l > len(f.Lines) || p.n >= len(f.Lines[l-1].Pieces) {
		return nil
	}
	return &f.Lines[l-1].Pieces[p.n]
}

// reading returns an order in the terms of package order, twice: as a snapshot for a bridge that does not know it
// yet, and as reports for one that does.
func (f *file) reading(id string) (channels.Reading, error) {
	r := channels.Reading{ID: id}
	d := order.Draft{
		Ref: order.Ref{System: System, Kind: "order", ID: id}, Number: id, Scheme: order.OwnPickup,
		Placed: f.Placed.UTC(), Buyer: order.Buyer{Name: f.Buyer},
	}
	there := map[status.ItemState]order.Picks{}
	for i, l := range f.Lines {
		name := strconv.Itoa(i + 1)
		price, err := amount.ParseMoney(l.Price, "RUB")
		if err != nil {
			return r, fmt.Errorf("line %s: %w", name, err)
		}
		d.Lines = append(d.Lines, order.Line{ID: name, SKU: l.Article, Name: l.Name, Quantity: amount.Pcs(len(l.Pieces)), Price: price})
		for n, st := range l.Pieces {
			from, to := amount.Pcs(n), amount.Pcs(n+1)
			r.Snapshot.Standing = append(r.Snapshot.Standing, order.Move{Line: name, Portion: order.Portion{From: from, To: to, State: st}})
			there[st] = there[st].And(order.PickUnits(name, from, to))
		}
	}
	r.Snapshot.Draft = d
	for st, picks := range there {
		says := status.Meaning{Item: st}
		if st == status.ItemCancelled {
			says.Reason, says.Party = status.ReasonBuyerCancelled, status.PartyBuyer
		}
		r.Reports = append(r.Reports, order.StatusReport{Code: st.String(), Says: says, Picks: picks})
		r.Status += fmt.Sprintf(" %d %s", len(picks), st)
	}
	return r, nil
}
