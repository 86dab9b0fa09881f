package rozetka_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels/channeltest"
	"github.com/ordo-sdk/ordo/channels/rozetka"
	"github.com/ordo-sdk/ordo/channels/rozetka/rozetkatest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
)

func TestTheChannelKeepsThePromisesOfThePort(t *testing.T) {
	for name, st := range map[string]rozetkatest.Settings{
		"as seen live":                      {},
		"as it was at first":                {Profile: rozetkatest.Then},
		"with errors as documented":         {Errors: rozetkatest.ErrorArray, DocumentedNames: true},
		"with rows that vanish":             {DropRemovedRows: true},
		"with sessions that end with a 401": {ExpiredAs401: true},
	} {
		t.Run(name, func(t *testing.T) {
			channeltest.RunInBubble(t, func(t *testing.T) channeltest.Fixture { return fixture(t, st) })
		})
	}
}

// client returns a client of a fake, with the right login.
func client(rz *rozetkatest.Server, opts ...ordo.Option) *rozetka.Client {
	opts = append([]ordo.Option{ordo.WithHTTPClient(&http.Client{Transport: rz.Transport()})}, opts...)
	return rozetka.New(rozetka.Login(rozetkatest.DefaultUsername, rozetkatest.DefaultPassword), opts...)
}

// teapots is an order of two kinds of goods, with a delivery at a fixed price.
func teapots() rozetkatest.Order {
	return rozetkatest.Order{
		Buyer: rozetkatest.Person{LastName: "Зразкова", FirstName: "Олена", Phone: "380670000002"},
		Lines: []rozetkatest.Line{
			{OfferID: "CH-1", Name: "Чайник", Price: 750_00, Discount: 50_00, Quantity: 2},
			{OfferID: "KR-2", Name: "Кружка", Price: 120_50, Quantity: 2},
		},
		Delivery: rozetkatest.Delivery{Cost: 80_00, Branch: "76", Ref: "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"},
	}
}

func fixture(t *testing.T, st rozetkatest.Settings) channeltest.Fixture {
	t.Helper()
	rz := rozetkatest.New(st)
	t.Cleanup(rz.Close)
	profile := rozetka.Today
	if st.Profile == rozetkatest.Then {
		profile = rozetka.Then
	}
	listed := 0
	return channeltest.Fixture{
		Port: client(rz).Channel(rozetka.WithProfile(profile)),
		BadCredentials: rozetka.New(rozetka.Login(rozetkatest.DefaultUsername, "guess"),
			ordo.WithHTTPClient(&http.Client{Transport: rz.Transport()})).Channel(),
		Schemes: []order.SchemeCode{order.SchemeRozetka}, Authority: order.Rozetka, Whole: true,
		Places:  func(order.SchemeCode) string { return strconv.FormatInt(rz.Place(teapots()), 10) },
		Commits: func() int { return rz.Commits("orders/update") },
		Lists: func() string {
			listed++
			article := "CH-" + strconv.Itoa(listed)
			rz.List(rozetkatest.Good{OfferID: article, Name: "Чайник", Price: 750_00, Stock: 5})
			return article
		},
		FailsOnce:   func(order.EffectKind) { rz.Faults().Next("orders/update", fake.ResetBefore()) },
		LosesAnswer: func(order.EffectKind) { rz.Faults().Next("orders/update", fake.ResetAfter()) },
		Now:         time.Now,
	}
}
