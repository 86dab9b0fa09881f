package order_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

func TestAuthorityAsText(t *testing.T) {
	for text, a := range map[string]order.Authority{
		"":                                   0,
		"channel:cancellation":               order.ChannelOwnsCancellation,
		"carrier:fulfilment,gateway:payment": order.OwnShop,
		"channel:lines,channel:prices,channel:cancellation,channel:fulfilment,channel:dates,carrier:arrival":                    order.Rozetka,
		"channel:documents,erp:documents,books:documents":                                                                       order.ChannelOwnsDocuments | order.ERPOwnsDocuments | order.BooksOwnDocuments,
		"channel:lines,channel:prices,channel:cancellation,channel:fulfilment,channel:payment,channel:dates,carrier:fulfilment": order.Marketplace,
		"erp:lines,erp:prices,erp:cancellation,erp:fulfilment,erp:payment,erp:dates":                                            order.ERPOwnsLines | order.ERPOwnsPrices | order.ERPOwnsCancellation | order.ERPOwnsFulfilment | order.ERPOwnsPayment | order.ERPOwnsDates,
	} {
		b, err := a.MarshalText()
		require.NoError(t, err)
		require.Equal(t, text, string(b))
		back := order.Authority(1)
		require.NoError(t, back.UnmarshalText(b))
		require.Equal(t, a, back)
	}
	var a order.Authority
	for _, wrong := range []string{"channel", "channel:lines,", "CHANNEL:lines", "buyer:lines", "channel:lines erp:lines"} {
		require.ErrorContains(t, a.UnmarshalText([]byte(wrong)), "known:", wrong)
	}
	_, err := order.Authority(1 << 31).MarshalText()
	require.ErrorContains(t, err, "names nobody")
}

func TestOwnersOfFacts(t *testing.T) {
	facts := order.Facts()
	roles := map[order.Role]string{order.RoleChannel: "channel", order.RoleERP: "erp", order.RoleCarrier: "carrier", order.RoleGateway: "gateway", order.RoleBooks: "books", order.RoleOperator: "operator"}
	for r, name := range roles {
		for _, f := range facts {
			var a order.Authority
			if err := a.UnmarshalText([]byte(name + ":" + f.String())); err != nil {
				withFulfilment := f.String() == "arrival" // also owned by the owner of the fulfilment
				require.False(t, !withFulfilment && order.Authority(1<<18-1).Owns(r, f), "%s can never own %s", r, f)
				continue
			}
			for other := range roles {
				for _, g := range facts {
					part := f.String() == "fulfilment" && g.String() == "arrival" // how far a parcel has come is a part of it
					require.Equal(t, r == other && (f == g || part), a.Owns(other, g), "%s:%s, asked for %s:%s", r, f, other, g)
				}
			}
		}
	}
	require.Equal(t, "unknown(99)", order.Fact(99).String())
}

func TestSetsOfStatesAsText(t *testing.T) {
	var all []status.ItemState
	for s := status.ItemNew; s <= status.ItemCancelled; s++ {
		all = append(all, s)
		require.Equal(t, []status.ItemState{s}, status.ItemStates(s).List())
	}
	for text, set := range map[string]status.ItemSet{
		"":              0,
		"new":           status.ItemStates(status.ItemNew),
		"new,packed":    status.ItemStates(status.ItemPacked, status.ItemNew),
		everyState(all): status.ItemStates(all...),
	} {
		b, err := json.Marshal(map[string]status.ItemSet{"set": set})
		require.NoError(t, err)
		require.Equal(t, `{"set":"`+text+`"}`, string(b))
		var back map[string]status.ItemSet
		require.NoError(t, json.Unmarshal(b, &back))
		require.Equal(t, set, back["set"])
	}
	var set status.ItemSet
	for _, wrong := range []string{"New", "new, packed", "new;packed", "somewhere"} {
		require.ErrorContains(t, set.UnmarshalText([]byte(wrong)), "known:", wrong)
	}
}

func everyState(all []status.ItemState) string {
	var codes []string
	for _, s := range all {
		codes = append(codes, s.String())
	}
	return strings.Join(codes, ",")
}

func TestOutcomesAsText(t *testing.T) {
	for kind, text := range map[order.OutcomeKind]string{
		0: "", order.Applied: "applied", order.AlreadySo: "already-so", order.Unsupported: "unsupported", order.Rejected: "rejected",
		order.InDoubt: "in-doubt", order.Parked: "parked",
	} {
		require.Equal(t, text, kind.String())
		b, err := json.Marshal(order.Outcome{Kind: kind, Text: "why"})
		require.NoError(t, err)
		var back order.Outcome
		require.NoError(t, json.Unmarshal(b, &back))
		require.Equal(t, kind, back.Kind)
		require.Equal(t, kind == order.Applied || kind == order.AlreadySo, back.Done())
	}
	var k order.OutcomeKind
	require.ErrorContains(t, k.UnmarshalText([]byte("done")), "known:")
	_, err := order.OutcomeKind(99).MarshalText()
	require.Error(t, err, "a number that names nothing is never stored")
	require.Equal(t, "unknown(99)", order.OutcomeKind(99).String())
}

func TestReferencesAsText(t *testing.T) {
	for text, ref := range map[string]order.Ref{
		"":                      {},
		"cdek":                  {System: "cdek"},
		"cdek/1012345":          {System: "cdek", ID: "1012345"},
		"cdek/cdek-1/parcel/10": {System: "cdek", Account: "cdek-1", Kind: "parcel", ID: "10"},
	} {
		require.Equal(t, text, ref.String())
		require.Equal(t, text == "", ref.IsZero())
		b, err := json.Marshal(ref)
		require.NoError(t, err)
		var back order.Ref
		require.NoError(t, json.Unmarshal(b, &back))
		require.Equal(t, ref, back)
	}
}

func TestAnEffectNeedsAnAddress(t *testing.T) {
	whole := order.Effect{Kind: order.EffectConfirm, Target: order.Ref{System: "megamarket"}, Order: "o-1", Key: "k"}
	require.NoError(t, whole.Check())
	for lack, spoil := range map[string]func(*order.Effect){
		"its kind":          func(e *order.Effect) { e.Kind = "" },
		"its target system": func(e *order.Effect) { e.Target = order.Ref{ID: "1"} },
		"its order":         func(e *order.Effect) { e.Order = "" },
		"its key":           func(e *order.Effect) { e.Key = "" },
	} {
		e := whole
		spoil(&e)
		require.ErrorIs(t, e.Check(), order.ErrInvalid)
		require.ErrorContains(t, e.Check(), lack)
	}
}

func TestEveryBuiltInSchemeMakesSense(t *testing.T) {
	codes := map[order.SchemeCode]bool{}
	for _, s := range order.Schemes() {
		require.NoError(t, s.Check())
		require.False(t, codes[s.Code], "%s twice", s.Code)
		codes[s.Code] = true
		again, ok := s.Code.Rules()
		require.True(t, ok)
		require.Equal(t, s, again)
		require.Contains(t, s.String(), string(s.Code))

		var back order.Scheme
		require.NoError(t, json.Unmarshal([]byte(written(t, s)), &back), "a scheme is data")
		require.Equal(t, s, back)
	}
	_, ok := order.SchemeCode("teleport").Rules()
	require.False(t, ok)
}

func TestASchemeThatMakesNoSenseIsRefused(t *testing.T) {
	for name, spoil := range map[string]func(*order.Scheme){
		"no code":             func(s *order.Scheme) { s.Code = "" },
		"a start on the road": func(s *order.Scheme) { s.Start = status.ItemSent },
		"no start":            func(s *order.Scheme) { s.Start = 0 },
		"a step that leads back": func(s *order.Scheme) {
			s.Steps[0].From, s.Steps[0].To = status.ItemStates(status.ItemHandedOut), status.ItemNew
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := order.OwnPickup.Rules()
			s.Code = "ours"
			spoil(&s)
			require.ErrorIs(t, s.Check(), order.ErrInvalid)
			if s.Code == "" {
				return
			}
			d := ownShop()
			d.Scheme = s.Code
			_, _, err := order.New(d, order.By{At: opened}, order.WithScheme(s))
			require.ErrorIs(t, err, order.ErrInvalid)
		})
	}
}
