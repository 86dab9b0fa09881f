package bridge_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// damaged is a store that cannot read one order, or ends with an error.
type damaged struct {
	bridge.Store
	order string
	lost  error
}

func (s damaged) Load(ctx context.Context, id string) (bridge.StoredOrder, error) {
	if id == s.order {
		return bridge.StoredOrder{ID: id}, fmt.Errorf("order %s: %w", id, bridge.ErrDamaged)
	}
	return s.Store.Load(ctx, id)
}

func (s damaged) Log(ctx context.Context, f bridge.LogFilter) iter.Seq2[bridge.LoggedEvent, error] {
	return func(yield func(bridge.LoggedEvent, error) bool) {
		for l, err := range s.Store.Log(ctx, f) {
			if !yield(l, err) {
				return
			}
		}
		if s.lost != nil {
			yield(bridge.LoggedEvent{}, s.lost)
		}
	}
}

// Two orders with the same article go through two shops on one day. The log of movements tells what happened to the
// goods of both, by the time, and each filter of B24-6 finds its rows.
//
// part of: B24-6
func TestTheLogOfMovementsIsOverAllOrders(t *testing.T) {
	store := memory.New()
	var at time.Time
	by := func(who, place string) order.By {
		at = at.Add(time.Hour)
		return order.By{Actor: order.Actor{ID: who, Role: order.RoleOperator, Place: place}, At: at}
	}
	for n, id := range []string{"1", "2"} {
		at = time.Date(2026, 3, 2, 9, 10*n, 0, 0, time.UTC)
		o, events, err := order.New(order.Draft{
			ID: "shop-1/" + id, Scheme: order.OwnPickup, Authority: order.OwnShop,
			Lines: []order.Line{{ID: "1", SKU: "SHOES-42", Name: "Туфли", Quantity: amount.Pcs(2), Price: amount.RUB(5000_00)}, {ID: "2", SKU: "MUG", Quantity: amount.Pcs(1), Price: amount.RUB(1)}},
		}, by("", ""))
		require.NoError(t, err)
		for _, c := range []order.Command{
			order.Confirm{},
			order.Assemble{Picks: order.Pick("1", amount.Pcs(1)), Warehouse: "МАГ-1"},
			order.Assemble{Picks: order.Pick("1", amount.Pcs(1)), Warehouse: "МАГ-2"},
			order.Assemble{Picks: order.Pick("1", amount.Pcs(1)), Warehouse: "МАГ-1", From: "МАГ-2"},
		} {
			more, err := o.Do(c, by([]string{"anna", "boris"}[n], ""))
			require.NoError(t, err)
			events = append(events, more...)
		}
		require.NoError(t, store.Save(t.Context(), o.ID(), 0, bridge.Batch{Events: events, Summary: bridge.Summary{ID: o.ID()}}))
	}
	b, err := bridge.New(store)
	require.NoError(t, err)
	told := func(b *bridge.Bridge, f bridge.LogFilter) (rows []string) {
		for m, err := range b.Movements(t.Context(), f) {
			switch {
			case err != nil:
				rows = append(rows, err.Error())
			case m.Problem != nil:
				rows = append(rows, m.Problem.Error())
			default:
				rows = append(rows, fmt.Sprintf("%s %s %s: %s %s %s, %s %s", m.At.Format("15:04"), m.Order, m.By.ID, m.Article, m.Was.State, m.Was.Warehouse, m.Now.State, m.Now.Warehouse))
			}
		}
		return rows
	}
	require.Equal(t, []string{
		"10:00 shop-1/1 : SHOES-42  , new ", "10:00 shop-1/1 : MUG  , new ", "10:10 shop-1/2 : SHOES-42  , new ", "10:10 shop-1/2 : MUG  , new ",
		"11:00 shop-1/1 anna: SHOES-42 new , confirmed ", "11:00 shop-1/1 anna: MUG new , confirmed ",
		"11:10 shop-1/2 boris: SHOES-42 new , confirmed ", "11:10 shop-1/2 boris: MUG new , confirmed ",
		"12:00 shop-1/1 anna: SHOES-42 confirmed , assembling МАГ-1", "12:10 shop-1/2 boris: SHOES-42 confirmed , assembling МАГ-1",
		"13:00 shop-1/1 anna: SHOES-42 confirmed , assembling МАГ-2", "13:10 shop-1/2 boris: SHOES-42 confirmed , assembling МАГ-2",
		"14:00 shop-1/1 anna: SHOES-42 assembling МАГ-2, assembling МАГ-1", "14:10 shop-1/2 boris: SHOES-42 assembling МАГ-2, assembling МАГ-1",
	}, told(b, bridge.LogFilter{}))

	moved := []string{"14:00 shop-1/1 anna: SHOES-42 assembling МАГ-2, assembling МАГ-1", "14:10 shop-1/2 boris: SHOES-42 assembling МАГ-2, assembling МАГ-1"}
	require.Equal(t, moved, told(b, bridge.LogFilter{Filter: order.Filter{From: "МАГ-2"}}))
	require.Equal(t, moved[1:], told(b, bridge.LogFilter{Filter: order.Filter{From: "МАГ-2", Actor: "boris"}}))
	require.Equal(t, moved[:1], told(b, bridge.LogFilter{Order: "shop-1/1", Filter: order.Filter{Warehouse: "МАГ-1", Since: at.Add(-time.Hour)}}))
	require.Len(t, told(b, bridge.LogFilter{Filter: order.Filter{State: status.ItemAssembling, Warehouse: "МАГ-2"}}), 2)
	require.Len(t, told(b, bridge.LogFilter{SKU: "MUG"}), 4)
	for _, err := range b.Movements(t.Context(), bridge.LogFilter{}) {
		require.NoError(t, err)
		break
	}

	b, err = bridge.New(damaged{store, "shop-1/1", errors.New("no connection")})
	require.NoError(t, err)
	require.Equal(t, []string{"order shop-1/1: damaged", moved[1], "no connection"}, told(b, bridge.LogFilter{Filter: order.Filter{From: "МАГ-2"}}))
}
