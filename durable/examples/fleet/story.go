package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/durable"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
)

// longest is after what time the program gives up.
const longest = 100 * time.Second

// story is both systems, and the fleet between them.
type story struct {
	fleet
	began   time.Time
	out     io.Writer
	market  *megamarkettest.Server
	crm     *retailcrmtest.Server
	store   *durable.Store // to see what is stored; nothing works on it in this process
	ids     []string
	workers []*worker
}

// play tells the story on a database.
func play(ctx context.Context, dsn string, orders int, stdout, stderr io.Writer) (err error) {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	s := &story{
		began: time.Now(), out: stdout,
		market: megamarkettest.New(megamarkettest.Settings{}), crm: retailcrmtest.New(retailcrmtest.Settings{}),
	}
	defer s.market.Close()
	defer s.crm.Close()
	if s.store, err = durable.Open(ctx, dsn); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.store.Close()) }()
	s.crm.AddOffer(501, "MUG-RED", "Кружка красная")
	if err = office(s.crm.URL()).Install(ctx); err != nil {
		return err
	}
	fmt.Fprint(stdout, "Two processes, A and B, work on one PostgreSQL. Megamarket and RetailCRM are fakes.\n\n")
	for _, name := range []string{"A", "B"} {
		w, err := s.start(name, dsn, s.market.URL(), s.crm.URL(), stderr)
		if err != nil {
			return err
		}
		s.workers = append(s.workers, w)
		defer func() { err = errors.Join(err, w.stop(ctx)) }()
	}
	for n := range orders {
		s.ids = append(s.ids, s.market.Place(megamarkettest.Order{
			Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Name: "Кружка красная", Price: 990, Count: 1 + n%3}},
		}))
	}
	s.say("%d orders are placed at Megamarket", orders)
	if err := s.goOn(ctx); err != nil {
		return err
	}
	return s.sumUp(ctx)
}

// say prints what happens.
func (s *story) say(format string, args ...any) {
	fmt.Fprintf(s.out, "%5.1f s  %s\n", time.Since(s.began).Seconds(), fmt.Sprintf(format, args...))
}

// goOn confirms, as the merchant, each order that has a card, and kills a process in the middle, until all is done.
func (s *story) goOn(ctx context.Context) error {
	agreed := map[int64]bool{}
	var killed bool
	for {
		cards := s.crm.Orders()
		for _, card := range cards {
			if !agreed[card.ID] {
				s.crm.SetStatus(card.ID, "availability-confirmed")
				agreed[card.ID] = true
			}
		}
		if a := s.workers[0]; !killed && len(cards) >= len(s.ids)/2 && s.busy(a) > 0 {
			had, err := s.kill(a)
			if err != nil {
				return err
			}
			killed = true
			s.say("%d of them are in RetailCRM. Process A is killed; it had %d orders", len(cards), had)
		}
		open, err := s.open(ctx)
		if err != nil {
			return err
		}
		if killed && open == 0 && s.market.Commits("order/confirm") >= len(s.ids) {
			s.say("all are in RetailCRM and confirmed at Megamarket")
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%d of %d orders are in RetailCRM and %d confirmed at Megamarket, %d effects are open: %w",
				len(cards), len(s.ids), s.market.Commits("order/confirm"), open, context.Cause(ctx))
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// open returns how many effects are not settled.
func (s *story) open(ctx context.Context) (n int, err error) {
	for _, err := range s.store.Effects(ctx, bridge.EffectFilter{Phases: []bridge.Phase{
		bridge.PhasePending, bridge.PhaseSending, bridge.PhaseWaiting, bridge.PhaseInDoubt, bridge.PhaseParked,
	}}) {
		if err != nil {
			return 0, err
		}
		n++
	}
	return n, nil
}
