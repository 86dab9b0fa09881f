package stock_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/order/stock"
)

// The shops of the examples: the central warehouse in Moscow, a shop there, others in Kazan and Yekaterinburg.
var (
	central = stock.Place{Code: "ЦС", City: "Москва", Latitude: 55.7558, Longitude: 37.6173, Central: true}
	kazan   = stock.Place{Code: "МАГ-2", City: "Казань", Latitude: 55.7961, Longitude: 49.1064, Issues: true}
	ural    = stock.Place{Code: "МАГ-1", City: "Екатеринбург", Latitude: 56.8389, Longitude: 60.6057, Issues: true}
	remote  = stock.Place{Code: "УД-1", City: "Новосибирск"}
	shops   = []stock.Place{remote, ural, central, kazan}
)

func level(article, warehouse string, n int) stock.Level {
	return stock.Level{Article: article, Warehouse: warehouse, Free: amount.Pcs(n)}
}

func need(line, article string, n int) stock.Demand {
	return stock.Demand{Line: line, Article: article, Quantity: amount.Pcs(n)}
}

// told returns a plan as "line article quantity warehouse", and what is short as "line article quantity short".
func told(p stock.Plan) (lines []string) {
	for _, r := range p.Reserve {
		lines = append(lines, fmt.Sprintf("%s %s %s %s", r.Line, r.Article, r.Quantity, r.Warehouse))
	}
	for _, s := range p.Short {
		lines = append(lines, fmt.Sprintf("%s %s %s short", s.Line, s.Article, s.Quantity))
	}
	return lines
}

// The goods are reserved at the warehouse nearest to the buyer's city, then at the next; one line may be on several.
//
// part of: B24-3
func TestTheNearestWarehouseReservesFirst(t *testing.T) {
	ds := []stock.Demand{need("1", "MUG", 5), need("2", "BOWL", 1)}
	levels := []stock.Level{
		level("MUG", "ЦС", 1), level("MUG", "МАГ-1", 1), level("MUG", "МАГ-2", 2), level("MUG", "УД-1", 7), level("BOWL", "МАГ-1", 1),
	}
	for city, want := range map[string][]string{
		"Москва":          {"1 MUG 1 ЦС", "1 MUG 2 МАГ-2", "1 MUG 1 МАГ-1", "1 MUG 1 УД-1", "2 BOWL 1 МАГ-1"},
		"г. екатеринбург": {"1 MUG 1 МАГ-1", "1 MUG 2 МАГ-2", "1 MUG 1 ЦС", "1 MUG 1 УД-1", "2 BOWL 1 МАГ-1"},
		"г Новосибирск":   {"1 MUG 5 УД-1", "2 BOWL 1 МАГ-1"},
		"":                {"1 MUG 1 МАГ-1", "1 MUG 2 МАГ-2", "1 MUG 2 УД-1", "2 BOWL 1 МАГ-1"}, // nothing is known: by code
	} {
		p, err := stock.New(ds, levels, shops, stock.Policy{Split: true, City: city})
		require.NoError(t, err)
		require.Equal(t, want, told(p), city)
	}
	p, err := stock.New(ds, levels, shops, stock.Policy{Split: true, City: "Уфа", Latitude: 54.7388, Longitude: 55.9721})
	require.NoError(t, err)
	require.Equal(t, []string{"1 MUG 1 МАГ-1", "1 MUG 2 МАГ-2", "1 MUG 1 ЦС", "1 MUG 1 УД-1", "2 BOWL 1 МАГ-1"}, told(p),
		"no shop is in the city: the coordinates decide, 385 km to Yekaterinburg and 445 km to Kazan")

	p, err = stock.New(ds, levels, shops, stock.Policy{City: "Казань"})
	require.NoError(t, err)
	require.Equal(t, []string{"1 MUG 5 УД-1", "2 BOWL 1 МАГ-1"}, told(p), "a line comes whole")
	p, err = stock.New(ds, levels[:3], shops, stock.Policy{City: "Казань"})
	require.NoError(t, err)
	require.Equal(t, []string{"1 MUG 5 short", "2 BOWL 1 short"}, told(p), "or not at all")

	p, err = stock.New(ds, append(levels, level("BOWL", "УД-1", 1)), shops, stock.Policy{Prefer: stock.FewestParcels, Split: true, City: "Москва"})
	require.NoError(t, err)
	require.Equal(t, []string{"1 MUG 5 УД-1", "2 BOWL 1 УД-1"}, told(p), "one parcel, though it comes from far away")
}

// Half a kilogram is the smallest quantity of the line: 0.3 kg that are left somewhere are no use.
func TestQuantitiesKeepToTheStepOfTheLine(t *testing.T) {
	half := amount.Milli(500)
	ds := []stock.Demand{{Line: "1", Article: "TEA", Quantity: amount.Milli(2500), Step: half}}
	levels := []stock.Level{
		{Article: "TEA", Warehouse: "ЦС", Free: amount.Milli(800)},
		{Article: "TEA", Warehouse: "МАГ-2", Free: amount.Milli(1200)},
		{Article: "TEA", Warehouse: "МАГ-1", Free: amount.Milli(-3000)},
		{Article: "TEA", Warehouse: "УД-1", Free: amount.Milli(600)},
		{Article: "TEA", Warehouse: "closed", Free: amount.Milli(9000)},
	}
	p, err := stock.New(ds, levels, shops, stock.Policy{Split: true, City: "Москва"})
	require.NoError(t, err)
	require.Equal(t, []string{"1 TEA 0.5 ЦС", "1 TEA 1 МАГ-2", "1 TEA 0.5 УД-1", "1 TEA 0.5 short"}, told(p))

	// A line by the piece and one by the half share an article: the pieces go first.
	ds = []stock.Demand{{Line: "1", Article: "TEA", Quantity: half, Step: half}, need("2", "TEA", 1)}
	levels = []stock.Level{{Article: "TEA", Warehouse: "ЦС", Free: amount.Pcs(1)}, {Article: "TEA", Warehouse: "МАГ-2", Free: half}}
	p, err = stock.New(ds, levels, shops, stock.Policy{Split: true, City: "Москва"})
	require.NoError(t, err)
	require.Equal(t, []string{"1 TEA 0.5 МАГ-2", "2 TEA 1 ЦС"}, told(p))
}

// What cannot be planned is refused, and says what is wrong.
func TestAPlanRefusesWhatItCannotTellApart(t *testing.T) {
	ok := []stock.Demand{need("1", "MUG", 1)}
	for want, try := range map[string]func() (stock.Plan, error){
		"order: places[0].Code: invalid: it is not set":         func() (stock.Plan, error) { return stock.New(ok, nil, []stock.Place{{}}, stock.Policy{}) },
		"order: place ЦС: duplicate: two places have this code": func() (stock.Plan, error) { return stock.New(ok, nil, []stock.Place{central, central}, stock.Policy{}) },
		"order: place A: invalid: its coordinates are impossible: the latitude is -90 to 90 degrees, the longitude -180 to 180": func() (stock.Plan, error) {
			return stock.New(ok, nil, []stock.Place{{Code: "A", Latitude: 555, Longitude: 37}}, stock.Policy{})
		},
		"order: the buyer's place: invalid: its coordinates are impossible: the latitude is -90 to 90 degrees, the longitude -180 to 180": func() (stock.Plan, error) {
			return stock.New(ok, nil, shops, stock.Policy{Latitude: math.NaN()})
		},
		"order: Policy.Prefer: invalid: 7 is not known": func() (stock.Plan, error) { return stock.New(ok, nil, shops, stock.Policy{Prefer: 7}) },
		"order: demand[0].Line: invalid: it is not set": func() (stock.Plan, error) { return stock.New([]stock.Demand{{}}, nil, shops, stock.Policy{}) },
		"order: line 1: duplicate: the demand has it twice": func() (stock.Plan, error) {
			return stock.New(append(ok, ok...), nil, shops, stock.Policy{})
		},
		"order: line 1: impossible amount: 0.5 is not a multiple of the line's step 1": func() (stock.Plan, error) {
			return stock.New([]stock.Demand{{Line: "1", Quantity: amount.Milli(500)}}, nil, shops, stock.Policy{})
		},
	} {
		p, err := try()
		require.EqualError(t, err, want)
		require.ErrorAs(t, err, new(*order.Refused))
		require.Empty(t, p)
	}
}

// Somebody bought what the plan was to take: only that moves. What was cancelled is given up at the farthest place.
func TestPlanningAgainChangesAsLittleAsPossible(t *testing.T) {
	moscow := stock.Policy{Split: true, City: "Москва"}
	ds := []stock.Demand{need("1", "MUG", 3), need("2", "BOWL", 1)}
	levels := []stock.Level{level("MUG", "ЦС", 2), level("MUG", "МАГ-2", 1), level("MUG", "УД-1", 5), level("BOWL", "МАГ-2", 1)}
	p, err := stock.New(ds, levels, shops, moscow)
	require.NoError(t, err)
	require.Equal(t, []string{"1 MUG 2 ЦС", "1 MUG 1 МАГ-2", "2 BOWL 1 МАГ-2"}, told(p))

	levels[0].Free = amount.Pcs(1)
	next, err := p.Replan(ds, levels, shops, moscow)
	require.NoError(t, err)
	require.Equal(t, []string{"1 MUG 1 ЦС", "1 MUG 1 МАГ-2", "1 MUG 1 УД-1", "2 BOWL 1 МАГ-2"}, told(next))
	require.Equal(t, []stock.Change{{Line: "1", Article: "MUG", From: "ЦС", To: "УД-1", Quantity: amount.Pcs(1)}}, p.Changes(next))

	levels[0].Free = amount.Pcs(9)
	same, err := next.Replan(ds, levels, shops, moscow)
	require.NoError(t, err)
	require.Equal(t, next, same, "nearer goods have come: what is reserved stays")

	ds[0].Quantity = amount.Pcs(2)
	fewer, err := next.Replan(ds[:1], levels, shops, moscow)
	require.NoError(t, err)
	require.Equal(t, []string{"1 MUG 1 ЦС", "1 MUG 1 МАГ-2"}, told(fewer))
	require.Equal(t, []stock.Change{
		{Line: "1", Article: "MUG", From: "УД-1", Quantity: amount.Pcs(1)},
		{Line: "2", Article: "BOWL", From: "МАГ-2", Quantity: amount.Pcs(1)},
	}, next.Changes(fewer))

	closed, err := next.Replan(ds[:1], levels, []stock.Place{central, remote}, moscow)
	require.NoError(t, err)
	require.Equal(t, []string{"1 MUG 1 ЦС", "1 MUG 1 УД-1"}, told(closed), "the shop in Kazan is closed")

	// Two lines of an article: the one that gets shorter gives up where the other has lost goods.
	two := stock.Plan{Reserve: []stock.Reservation{
		{Line: "1", Article: "MUG", Warehouse: "ЦС", Quantity: amount.Pcs(1)},
		{Line: "1", Article: "MUG", Warehouse: "МАГ-2", Quantity: amount.Pcs(1)},
		{Line: "2", Article: "MUG", Warehouse: "ЦС", Quantity: amount.Pcs(1)},
	}}
	next, err = two.Replan([]stock.Demand{need("1", "MUG", 1), need("2", "MUG", 1)}, []stock.Level{level("MUG", "ЦС", 1), level("MUG", "МАГ-2", 1)}, shops, moscow)
	require.NoError(t, err)
	require.Equal(t, []string{"1 MUG 1 МАГ-2", "2 MUG 1 ЦС"}, told(next))

	// What is reserved for the order is not free in the system of stock, and still the order's own.
	p, err = p.Replan([]stock.Demand{need("1", "MUG", 3), need("2", "BOWL", 1)}, stock.Freed(nil, p.Reserve), shops, moscow)
	require.NoError(t, err)
	require.Equal(t, []string{"1 MUG 2 ЦС", "1 MUG 1 МАГ-2", "2 BOWL 1 МАГ-2"}, told(p))
}

// A hundred shops and forty lines: the one warehouse that has everything makes the one parcel. Where there is none, the
// search ends with an answer that is good, if not proven the best.
func TestManyShopsAndManyLines(t *testing.T) {
	var (
		places []stock.Place
		ds     []stock.Demand
		levels []stock.Level
	)
	for n := range 100 {
		code := fmt.Sprintf("%03d", n)
		places = append(places, stock.Place{Code: code, Latitude: 50, Longitude: float64(n) / 10})
		if n < 40 {
			ds = append(ds, need(code, "A"+code, 2))
			levels = append(levels, level("A"+code, code, 2), level("A"+code, fmt.Sprintf("%03d", (n+1)%40), 2), level("A"+code, "098", 2))
		}
	}
	fewest := stock.Policy{Prefer: stock.FewestParcels, Split: true, Latitude: 50, Longitude: 0.1}
	p, err := stock.New(ds, levels, places, fewest)
	require.NoError(t, err)
	require.Len(t, p.Reserve, 40)
	for _, r := range p.Reserve {
		require.Equal(t, "098", r.Warehouse)
	}
	p, err = stock.New(ds, levels, places[:98], fewest)
	require.NoError(t, err)
	require.Empty(t, p.Short)
	used := map[string]bool{}
	for _, r := range p.Reserve {
		used[r.Warehouse] = true
	}
	require.LessOrEqual(t, len(used), 21, "each shop has two of the forty articles")

	var lines []stock.Demand
	var some []stock.Level
	for n := range 12 { // lines of one article that must not be split
		lines = append(lines, need(fmt.Sprint(n), "MUG", 1+n%5))
		some = append(some, level("MUG", places[n].Code, 3))
	}
	p, err = stock.New(lines, some, places, stock.Policy{Latitude: 50})
	require.NoError(t, err)
	require.NotEmpty(t, p.Reserve)
}

// The manager moves a reservation by hand, within what there is, and takes what is short where she finds it.
//
// part of: B24-3
func TestAReservationMovesByHandWithinRealStock(t *testing.T) {
	ds := []stock.Demand{need("1", "MUG", 3), need("2", "MUG", 1)}
	levels := []stock.Level{level("MUG", "ЦС", 3), level("MUG", "МАГ-2", 2)}
	p, err := stock.New(ds, levels, []stock.Place{central}, stock.Policy{Split: true})
	require.NoError(t, err)
	require.Equal(t, []string{"1 MUG 3 ЦС", "2 MUG 1 short"}, told(p))

	moved, err := p.Move(ds[0], "ЦС", "МАГ-2", amount.Pcs(1), levels)
	require.NoError(t, err)
	require.Equal(t, []string{"1 MUG 2 ЦС", "1 MUG 1 МАГ-2", "2 MUG 1 short"}, told(moved))
	require.Equal(t, []string{"1 MUG 3 ЦС", "2 MUG 1 short"}, told(p), "the plan before is as it was")
	moved, err = moved.Move(ds[1], "", "МАГ-2", amount.Pcs(1), levels)
	require.NoError(t, err)
	require.Equal(t, []string{"1 MUG 2 ЦС", "1 MUG 1 МАГ-2", "2 MUG 1 МАГ-2"}, told(moved))
	less, err := moved.Move(ds[0], "ЦС", "", amount.Pcs(2), levels)
	require.NoError(t, err)
	require.Equal(t, []string{"1 MUG 1 МАГ-2", "2 MUG 1 МАГ-2", "1 MUG 2 short"}, told(less))

	kept, err := moved.Replan(ds, levels, shops, stock.Policy{City: "Москва"})
	require.NoError(t, err)
	require.Empty(t, moved.Changes(kept), "a person has split the line: it stays so")

	for want, try := range map[string]func() (stock.Plan, error){
		"order: line 1: impossible amount: 1 asked, 0 free at МАГ-2": func() (stock.Plan, error) {
			return moved.Move(ds[0], "ЦС", "МАГ-2", amount.Pcs(1), levels)
		},
		"order: line 1: impossible amount: 1 asked, 0 free at МАГ-9": func() (stock.Plan, error) {
			return moved.Move(ds[0], "ЦС", "МАГ-9", amount.Pcs(1), levels)
		},
		"order: line 1: impossible amount: 3 asked, 2 reserved at ЦС": func() (stock.Plan, error) {
			return moved.Move(ds[0], "ЦС", "", amount.Pcs(3), levels)
		},
		"order: line 1: impossible amount: 1 asked, 0 not reserved yet": func() (stock.Plan, error) {
			return moved.Move(ds[0], "", "ЦС", amount.Pcs(1), levels)
		},
		"order: line 1: invalid: it is to go from a place to the same place; name another": func() (stock.Plan, error) {
			return moved.Move(ds[0], "ЦС", "ЦС", amount.Pcs(1), levels)
		},
		"order: line 1: impossible amount: 0.5 is not a multiple of the line's step 1": func() (stock.Plan, error) {
			return moved.Move(ds[0], "ЦС", "МАГ-2", amount.Milli(500), levels)
		},
	} {
		same, err := try()
		require.EqualError(t, err, want)
		require.Equal(t, moved, same)
	}
}

// What is short at the shop that hands out is asked of the others, the nearest first, one request for each.
//
// part of: B24-4, B24-11
func TestAShortageIsRequestedFromTheNearestShops(t *testing.T) {
	short := []stock.Demand{need("1", "MUG", 4), need("2", "BOWL", 1)}
	levels := []stock.Level{level("MUG", "ЦС", 1), level("MUG", "МАГ-2", 2), level("MUG", "МАГ-1", 9), level("BOWL", "МАГ-2", 1)}
	ts, none, err := stock.Requests(short, levels, shops, "МАГ-1")
	require.NoError(t, err)
	require.Equal(t, []stock.Transfer{
		{From: "МАГ-2", To: "МАГ-1", Lines: []stock.Reservation{
			{Line: "1", Article: "MUG", Warehouse: "МАГ-2", Quantity: amount.Pcs(2)}, {Line: "2", Article: "BOWL", Warehouse: "МАГ-2", Quantity: amount.Pcs(1)},
		}},
		{From: "ЦС", To: "МАГ-1", Lines: []stock.Reservation{{Line: "1", Article: "MUG", Warehouse: "ЦС", Quantity: amount.Pcs(1)}}},
	}, ts)
	require.Equal(t, []stock.Demand{need("1", "MUG", 1)}, none, "nobody else has it")
	require.Equal(t, order.Pick("1", amount.Pcs(2)).And(order.Pick("2", amount.Pcs(1))), ts[0].Picks())

	// What the plan has reserved at a shop cannot be asked for again.
	ts, none, err = stock.Requests(short[:1], stock.Taken(levels, []stock.Reservation{{Line: "3", Article: "MUG", Warehouse: "МАГ-2", Quantity: amount.Pcs(2)}}), shops, "ЦС")
	require.NoError(t, err)
	require.Len(t, ts, 1)
	require.Equal(t, "МАГ-1", ts[0].From)
	require.Empty(t, none)

	_, _, err = stock.Requests(short, levels, shops, "МАГ-9")
	require.EqualError(t, err, "order: place МАГ-9: unknown: it is not among the places")
	_, _, err = stock.Requests(short, levels, append(shops, kazan), "ЦС")
	require.ErrorIs(t, err, order.ErrDuplicate)
}

// An order's demand is its confirmed goods that are not packed: no services, nothing that is cancelled or has left.
//
// part of: B24-3
func TestTheDemandOfAnOrder(t *testing.T) {
	at := monday
	by := func() order.By {
		at = at.Add(time.Minute)
		return order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}, At: at}
	}
	o, _, err := order.New(order.Draft{
		ID: "shop-1/1", Scheme: order.OwnPickup, Authority: order.OwnShop,
		Lines: []order.Line{
			{ID: "1", SKU: "MUG", Quantity: amount.Pcs(5), Price: amount.RUB(100_00)},
			{ID: "2", Name: "Tea", Quantity: amount.Milli(1500), Step: amount.Milli(500), Price: amount.RUB(100_00)},
			{ID: "3", Kind: order.LineService, SKU: "WRAP", Quantity: amount.Pcs(1), Price: amount.RUB(20_00)},
			{ID: "4", Kind: order.LineDelivery, Name: "Delivery", Quantity: amount.Pcs(1), Price: amount.RUB(50_00)},
		},
	}, by())
	require.NoError(t, err)
	now, ds := stock.Of(o.View())
	require.Empty(t, ds, "it is not confirmed")
	require.Empty(t, now)
	for _, c := range []order.Command{order.Confirm{}, order.Assemble{Picks: order.Pick("1", amount.Pcs(1))}} {
		_, err := o.Do(c, by())
		require.NoError(t, err)
	}
	now, ds = stock.Of(o.View())
	tea := stock.Demand{Line: "2", Article: "Tea", Quantity: amount.Milli(1500), Step: amount.Milli(500)}
	require.Equal(t, []stock.Demand{need("1", "MUG", 5), tea}, ds)
	require.Equal(t, []string{"1 MUG 5 short", "2 Tea 1.5 short"}, told(now))

	levels := []stock.Level{level("MUG", "ЦС", 2), level("MUG", "МАГ-2", 2), {Article: "Tea", Warehouse: "ЦС", Free: amount.Pcs(9)}}
	next, err := now.Replan(ds, levels, shops, stock.Policy{Split: true, City: "Москва"})
	require.NoError(t, err)
	for _, c := range now.Changes(next) { // as Change says
		_, err := o.Do(order.Assemble{Picks: order.Pick(c.Line, c.Quantity), Warehouse: c.To, From: c.From}, by())
		require.NoError(t, err)
	}
	now, ds = stock.Of(o.View())
	require.Equal(t, []string{"1 MUG 2 ЦС", "1 MUG 2 МАГ-2", "2 Tea 1.5 ЦС", "1 MUG 1 short"}, told(now))
	require.Equal(t, now, next)
	require.Equal(t, amount.Pcs(5), ds[0].Quantity)
	_, err = o.Do(order.Pack{Picks: order.Pick("1", amount.Pcs(2)).At("ЦС")}, by())
	require.NoError(t, err)
	_, ds = stock.Of(o.View())
	require.Equal(t, amount.Pcs(3), ds[0].Quantity)
}

// The shop that takes the largest part first is not always right: two shops are enough, or two nearer ones, and what
// fills the near shop best is two small lines.
func TestTheBestPlanIsNotTheGreedyOne(t *testing.T) {
	at := func(code string, degrees float64) stock.Place { return stock.Place{Code: code, Longitude: 1 + degrees} }
	equator := stock.Policy{Split: true, Prefer: stock.FewestParcels, Longitude: 1}
	var ds []stock.Demand
	var levels []stock.Level
	for article, where := range map[string]string{"1": "AB", "2": "AB", "3": "AC", "4": "AC", "5": "B", "6": "C"} {
		ds = append(ds, need(article, article, 1))
		for _, w := range where {
			levels = append(levels, level(article, string(w), 1))
		}
	}
	p, err := stock.New(ds, levels, []stock.Place{at("A", 1), at("B", 2), at("C", 3)}, equator)
	require.NoError(t, err)
	require.Empty(t, p.Short)
	for _, r := range p.Reserve {
		require.NotEqual(t, "A", r.Warehouse, "B and C have it all")
	}

	ds = []stock.Demand{need("1", "MUG", 3), need("2", "BOWL", 1)}
	levels = []stock.Level{level("MUG", "P", 3), level("MUG", "Q", 1), level("BOWL", "Q", 1), level("MUG", "R", 2)}
	p, err = stock.New(ds, levels, []stock.Place{at("P", 4), at("Q", 1), at("R", 2)}, equator)
	require.NoError(t, err)
	require.Equal(t, []string{"1 MUG 1 Q", "1 MUG 2 R", "2 BOWL 1 Q"}, told(p), "P and Q are farther in all")

	ds = []stock.Demand{need("1", "MUG", 4), need("2", "MUG", 3), need("3", "MUG", 2)}
	levels = []stock.Level{level("MUG", "A", 5), level("MUG", "B", 9)}
	p, err = stock.New(ds, levels, []stock.Place{at("A", 1), at("B", 2)}, stock.Policy{Longitude: 1})
	require.NoError(t, err)
	require.Equal(t, []string{"1 MUG 4 B", "2 MUG 3 A", "3 MUG 2 A"}, told(p))
}
