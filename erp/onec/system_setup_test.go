package onec_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/erptest"
	"github.com/ordo-sdk/ordo/erp/onec"
	"github.com/ordo-sdk/ordo/erp/onec/onectest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// settings are the settings for the demo base.
func settings() onec.Settings {
	return onec.Settings{
		Organisation: onectest.Organization, Agreement: onectest.Agreement, Priority: onectest.Priority,
		Warehouses: []onec.Place{
			{Code: "ЦС", City: "Москва", Central: true},
			{Code: "МАГ-1", City: "Екатеринбург", Issues: true, Comment: "Магазин 1", Responsible: onectest.Operator},
			{Code: "МАГ-2", City: "Казань", Issues: true, Comment: "Магазин 2"},
			{Code: "УД-1", City: "Новосибирск"},
		},
		Deliver: map[string]onec.Deliver{
			"СДЭК": {Method: "СиламиПеревозчикаПоАдресу", Carrier: onectest.Carrier, Comment: "курьер", Responsible: onectest.Operator},
		},
		Cancel:   onec.CancelSettings{Reasons: map[status.Reason]string{status.ReasonOutOfStock: "Нет в наличии"}, Default: onectest.CancelReason},
		Returns:  onec.ReturnSettings{Reasons: map[status.Reason]string{status.ReasonWrongSize: "Не подошёл размер"}},
		Payments: &onec.PaymentSettings{Contract: onectest.Acquiring},
		Prices:   map[string]string{"retail": onectest.PriceType},
	}
}

// connect is a client of a fake base.
func connect(base *onectest.Server, password string, opts ...ordo.Option) *onec.Client {
	opts = append([]ordo.Option{ordo.WithHTTPClient(&http.Client{Transport: base.Transport()}), ordo.WithMaxAttempts(1)}, opts...)
	return onec.New("https://1c.example"+onectest.Publication, onectest.User, password, opts...)
}

// install makes a fresh base with the goods of the suite, and the port to it.
func install(t *testing.T, set onec.Settings, with onectest.Settings) (*onectest.Server, *onec.System) {
	t.Helper()
	base := onectest.New(with)
	t.Cleanup(base.Close)
	for _, article := range erptest.Articles() {
		base.AddGood(article, "Товар "+article, "", 890)
	}
	return base, connect(base, onectest.Password).System(set)
}

// orderThere is an order as the base has it.
func orderThere(t *testing.T, base *onectest.Server, ref order.Ref) onectest.Document {
	t.Helper()
	for _, d := range base.Orders() {
		if d.Key == ref.ID {
			return d
		}
	}
	require.Fail(t, "no order "+ref.ID)
	return onectest.Document{}
}

// rowsThere are the rows of a document.
func rowsThere(d onectest.Document) []map[string]any {
	rows, _ := d.Fields["Товары"].([]map[string]any)
	return rows
}

// onecKind is the kind of a line, for maps in settings.
type onecKind = order.LineKind

// draftView is an order.
func draftView(t *testing.T) order.View {
	t.Helper()
	o, _, err := order.New(draft(), order.By{Actor: shop, At: draft().Placed})
	require.NoError(t, err)
	return o.View()
}
