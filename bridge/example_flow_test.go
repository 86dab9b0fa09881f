package bridge_test

import (
	"context"
	"fmt"
	"iter"
	"net/http"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/erp/onec"
	"github.com/ordo-sdk/ordo/erp/onec/onectest"
	"github.com/ordo-sdk/ordo/exchange"
)

// priceTags are a sink of prices that a host has written: labels on the shelves of a shop.
type priceTags map[string]string

func (priceTags) System() string { return "tags" }

func (priceTags) Can(kind exchange.Kind) bool { return kind == exchange.Prices }

func (s priceTags) Keep(_ context.Context, kind exchange.Kind, rs []exchange.Record) iter.Seq2[exchange.Kept, error] {
	return func(yield func(exchange.Kept, error) bool) {
		if !s.Can(kind) {
			yield(exchange.Kept{}, &ordo.Error{System: s.System(), Op: string(kind), Class: ordo.Unsupported})
			return
		}
		for _, r := range rs {
			if !yield(s.keep(r), nil) {
				return
			}
		}
	}
}

// keep writes a label anew, if it says something else.
func (s priceTags) keep(r exchange.Record) exchange.Kept {
	k := exchange.Kept{Key: r.Key}
	if r.Gone {
		_, k.Changed = s[r.Key]
		delete(s, r.Key)
		return k
	}
	p, err := exchange.Decode[exchange.Price](r)
	if err != nil {
		k.Problem = err
		return k
	}
	k.Changed = s[r.Key] != p.Price.String()
	s[r.Key] = p.Price.String()
	return k
}

// Prices go from 1C to the labels in a shop. A service has bridge.Flow.Every and b.Run.
func ExampleFlow() {
	ctx := context.Background()
	base := onectest.New(onectest.Settings{})
	defer base.Close()
	settings, err := onec.ParseSettings([]byte(`{"organisation": "ООО Ромашка", "agreement": "Розничные продажи", "prices": {"retail": "Розничная"},
		"warehouses": [{"code": "ЦС", "city": "Москва", "central": true}]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	client := onec.New("https://1c.example/ut", onectest.User, onectest.Password, ordo.WithHTTPClient(&http.Client{Transport: base.Transport()}))
	tags := priceTags{}
	b, err := bridge.New(memory.New(), bridge.Account("1c", client.System(settings)), bridge.Account("tags", tags),
		bridge.Flow{From: "1c", To: "tags", Kinds: []exchange.Kind{exchange.Prices}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, full := range []bool{false, false, true} {
		run, err := b.Exchange(ctx, "1c", "tags", full)
		if err != nil {
			fmt.Println(err)
			return
		}
		n := run.Kinds[0]
		fmt.Printf("%s: %d %s read, %d changed, %d the same\n", run.Result, n.Read, n.Kind, n.Changed, n.Same)
		base.SetPrice("MUG", 990) // somebody changes it in 1C
	}
	fmt.Println(tags["MUG/retail"])
	// Output:
	// ok: 3 prices read, 3 changed, 0 the same
	// ok: 1 prices read, 1 changed, 0 the same
	// ok: 3 prices read, 0 changed, 3 the same
	// 990.00 RUB
}
