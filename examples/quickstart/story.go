package main

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// story tells the life of one order, step by step. The first step that does not go as told ends it with err.
type story struct {
	plot    plot
	desk    service
	outside outside
	columns []column // what the outside systems show

	id    string
	order *order.Order // as the last step left it
	rows  []row
	err   error
}

// row is one line of the timeline: an event, or something that led to none.
type row struct {
	at   time.Time
	who  string
	what string
	now  []string // the order's state, then what each column shows
}

// someone is who acts, and the name to print.
type someone struct {
	name  string
	actor order.Actor
}

// The cast.
var (
	anna       = someone{"Anna", order.Actor{ID: "anna", Role: order.RoleOperator}}
	buyer      = someone{"the buyer", order.Actor{ID: "buyer", Role: order.RoleBuyer}}
	megaMarket = someone{"MegaMarket", order.Actor{Role: order.RoleChannel, System: "mm-1"}}
	retailCRM  = someone{"RetailCRM", order.Actor{Role: order.RoleERP, System: "crm-1"}}
	ownShop    = someone{"the shop", order.Actor{Role: order.RoleChannel, System: "shop-1"}}
	yooKassa   = someone{"YooKassa", order.Actor{Role: order.RoleGateway, System: "yookassa-1"}}
	cdek       = someone{"CDEK", order.Actor{Role: order.RoleCarrier, System: "cdek-1"}}
	atol       = someone{"ATOL", order.Actor{Role: order.RoleSystem, System: "atol-1"}}
)

// on is a moment in March 2026. The domain reads no clock: every step says when it is.
func on(day, hour, minute int) time.Time {
	return time.Date(2026, time.March, day, hour, minute, 0, 0, time.UTC)
}

// places begins the story.
func (s *story) places(at time.Time, who someone, d order.Draft) {
	s.id = d.ID
	o, events, err := s.desk.place(d, order.By{Actor: who.actor, At: at})
	s.tell(at, who, o, events, err)
}

// does lets somebody give a command.
func (s *story) does(at time.Time, who someone, cmd order.Command) {
	s.step(at, who, func(o *order.Order) ([]order.Event, error) { return o.Do(cmd, order.By{Actor: who.actor, At: at}) })
}

// reports lets an outside system say something.
func (s *story) reports(at time.Time, who someone, obs order.Observation) {
	s.step(at, who, func(o *order.Order) ([]order.Event, error) { return o.Observe(obs, order.By{Actor: who.actor, At: at}) })
}

// saves lets a manager save an order in RetailCRM: all that changed in one save is one wish.
func (s *story) saves(at time.Time, cmds ...order.Command) {
	s.reports(at, retailCRM, order.Wish{Commands: cmds})
}

// hears lets MegaMarket report a status of some lots.
func (s *story) hears(at time.Time, code string, lots ...string) {
	says, known := s.outside.megaMarket.Read(status.AxisItem, code)
	if !known {
		s.fail(fmt.Errorf("MegaMarket has no lot status %q", code))
		return
	}
	s.reports(at, megaMarket, order.StatusReport{Code: code, Says: says, Picks: order.PickAll(lots...)})
}

// asks lets somebody give a command that must be refused.
func (s *story) asks(at time.Time, who someone, cmd order.Command) {
	if s.err != nil {
		return
	}
	_, _, err := s.desk.change(s.id, func(o *order.Order) ([]order.Event, error) {
		return o.Do(cmd, order.By{Actor: who.actor, At: at})
	})
	var refused *order.Refused
	if !errors.As(err, &refused) {
		s.fail(errors.Join(fmt.Errorf("the order should refuse to %s", cmd.Kind()), err))
		return
	}
	s.add(at, who, fmt.Sprintf("asks to %s %s; refused: %s", refused.Kind, refused.What, refused.Why), s.order)
}

// step changes the stored order and tells what came of it.
func (s *story) step(at time.Time, who someone, happen func(*order.Order) ([]order.Event, error)) {
	if s.err != nil {
		return
	}
	o, events, err := s.desk.change(s.id, happen)
	s.tell(at, who, o, events, err)
}

// tell adds a row for each event, with the order as it stood right after it.
func (s *story) tell(at time.Time, who someone, o *order.Order, events []order.Event, err error) {
	if err != nil {
		s.fail(err)
		return
	}
	s.order = o
	if len(events) == 0 {
		s.add(at, who, "reports what is known already: no event", o)
	}
	log := slices.Collect(o.Events(order.Filter{}))
	for _, e := range events {
		then, err := order.Replay(log[:e.N], s.desk.rules...)
		if err != nil {
			s.fail(err)
			return
		}
		s.add(e.At, who, words(e, then), then)
	}
}

func (s *story) add(at time.Time, who someone, what string, o *order.Order) {
	now := []string{o.State().String()}
	for _, c := range s.columns {
		now = append(now, c.show(o))
	}
	s.rows = append(s.rows, row{at, who.name, what, now})
}

func (s *story) fail(err error) {
	if s.err == nil {
		s.err = err
	}
}
