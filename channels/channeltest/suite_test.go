package channeltest

import (
	"slices"
	"testing"

	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
)

func fixture(flaw string) Fixture { return newShop(flaw).fixture() }

func TestTheSuiteFindsWhatIsBroken(t *testing.T) {
	port().Prove(t, suite.Proof[Fixture]{
		Port: fixture, Skips: []string{"a buyer who asks to cancel is answered: standard"},
		Flaws: map[string]string{
			"has bad settings":                     "its settings are good",
			"finds what is an hour old":            "a placed order is found",
			"makes a problem of what is not there": "an order is read, and one that is not there is left out",
			"names the account":                    "an order is taken up as it is read",
			"contradicts itself":                   "an order is taken up as it is read",
			"goes on reading":                      "whoever stops reading is left alone",
			"goes on searching":                    "whoever stops reading is left alone",
			"ignores the context":                  "nothing is done in a context that has ended",
			"mistakes a stranger for a mistake":    "a stranger is not let in",
			"only says that it is done":            "an order is led through its life",
			"forgets what was refused":             "an order is led through its life",
			"cancels one line of two":              "an order is cancelled as a whole",
			"always says yes":                      "a buyer who asks to cancel is answered",
			"does it again":                        "what is applied twice is done once",
			"believes that nothing is lost":        "a passing refusal is made up for",
			"repeats after a lost answer":          "a lost answer does nothing twice",
			"sends for what is gone":               "nothing is sent for units that were cancelled meanwhile",
			"pretends to do what it cannot":        "what it cannot do it says and does not do",
			"knows no reasons":                     "the reasons it takes have codes",
			"prints too early":                     "labels exist once the order is packed",
			"prints nothing":                       "labels exist once the order is packed",
			"has a new key each time":              "a call of the system is taken",
			"has one key for all":                  "a call of the system is taken",
			"tells local times":                    "a call of the system is taken",
			"tells another price":                  "a new order is the same whether told or read",
			"lets anybody in":                      "only genuine calls are taken",
			"takes whatever comes":                 "only genuine calls are taken",
		},
	})
}

func TestAnOwnShopPassesUnderItsSchemes(t *testing.T) {
	Run(t, func(*testing.T) Fixture {
		f := fixture("")
		f.Schemes = []order.SchemeCode{order.OwnPickup, order.ByCarrier, order.EProcurement}
		return f
	})
}

func TestAnOrdinaryLifeReachesAllThatTheChannelCan(t *testing.T) {
	for scheme, want := range map[order.SchemeCode][]order.EffectKind{
		order.Standard:         {order.EffectRefuse, order.EffectConfirm, order.EffectPack, order.EffectShip},
		order.MerchantDelivery: {order.EffectRefuse, order.EffectConfirm, order.EffectMoveDate, order.EffectPack, order.EffectShip, order.EffectClose},
		order.ByCarrier:        {order.EffectRefuse, order.EffectPack, order.EffectShip},
	} {
		b := &bench{ctx: t.Context(), scheme: scheme, Fixture: fixture("").complete()}
		var got []order.EffectKind
		err := b.led(func(_ step, task order.Task) error {
			got = append(got, task.Kind)
			return b.plainly(step{}, task)
		})
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: applied were %v, %v; want %v", scheme, got, err, want)
		}
	}
}
