package retailcrm_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

var moscow = time.FixedZone("Europe/Moscow", 3*60*60)

// start returns a CRM in memory and a client of it for its shop.
func start(t *testing.T, opts ...ordo.Option) (*retailcrmtest.Server, *retailcrm.Client) {
	t.Helper()
	return startWith(t, retailcrmtest.Settings{}, opts...)
}

func startWith(t *testing.T, st retailcrmtest.Settings, opts ...ordo.Option) (*retailcrmtest.Server, *retailcrm.Client) {
	t.Helper()
	crm := retailcrmtest.New(st)
	t.Cleanup(crm.Close)
	return crm, client(crm, retailcrmtest.Key, opts...).WithSite(retailcrmtest.Site).WithZone(moscow)
}

func client(crm *retailcrmtest.Server, key string, opts ...ordo.Option) *retailcrm.Client {
	all := append([]ordo.Option{
		ordo.WithHTTPClient(&http.Client{Transport: crm.Transport()}), ordo.WithLimits(ordo.Limits{}),
	}, opts...)
	return retailcrm.New("https://shop.retailcrm.example", key, all...)
}

// draft is an order with two mugs, one line each.
func draft(externalID string) retailcrm.OrderFields {
	line := func(n string) retailcrm.ItemFields {
		return retailcrm.ItemFields{
			ExternalIDs: retailcrm.ExternalIDs{{Code: "megamarket", Value: externalID + "_" + n}},
			ProductName: "Кружка", InitialPrice: wire.SumOf(amount.RUB(44550)), Quantity: retailcrm.Pcs(1), Status: "new",
		}
	}
	return retailcrm.OrderFields{
		ExternalID: externalID, Number: externalID, OrderMethod: "megamarket", Status: "new", FirstName: retailcrm.Ptr("Тест"),
		Items: []retailcrm.ItemFields{line("1"), line("2")},
		Delivery: &retailcrm.DeliveryFields{
			Code: "mm-dsm", Cost: wire.SumOf(amount.RUB(10000)), Date: retailcrm.Date{Year: 2025, Month: 3, Day: 8},
			Data: &retailcrm.DeliveryDataFields{Locked: retailcrm.Ptr(true)},
		},
	}
}

// create puts an order into the CRM.
func create(t *testing.T, c *retailcrm.Client, externalID string) *retailcrm.Order {
	t.Helper()
	made, err := c.CreateOrder(t.Context(), draft(externalID))
	require.NoError(t, err)
	require.False(t, made.Existed)
	return made.Order
}

// lastForm returns the form of the last call.
func lastForm(t *testing.T, crm *retailcrmtest.Server) url.Values {
	t.Helper()
	log := crm.Exchanges()
	require.NotEmpty(t, log)
	form, err := url.ParseQuery(string(log[len(log)-1].Body))
	require.NoError(t, err)
	return form
}

// rub is roubles as the CRM's sum gives them.
func rub(t *testing.T, s wire.Sum) amount.Money {
	t.Helper()
	m, err := s.Money()
	require.NoError(t, err)
	return m
}
