package chaos

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
	"github.com/ordo-sdk/ordo/erp/onec"
	"github.com/ordo-sdk/ordo/erp/onec/onectest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/order/stock"
	"github.com/ordo-sdk/ordo/status"
)

// The places of a merchant with several: the central warehouse, two shops that issue, and a remote warehouse.
const (
	Central = "ЦС"    // Москва
	Shop1   = "МАГ-1" // Екатеринбург
	Shop2   = "МАГ-2" // Казань
	Remote  = "УД-1"  // Новосибирск
)

// The people at these places.
var (
	Seller1  = order.Actor{ID: "lena", Role: order.RoleShop, Place: Shop1}
	Seller2  = order.Actor{ID: "timur", Role: order.RoleShop, Place: Shop2}
	Storeman = order.Actor{ID: "ivan", Role: order.RoleWarehouse, Place: Central}
	Manager  = order.Actor{ID: "olga", Role: order.RoleRemote, Place: Remote}
)

// With1C is a shop with goods at several places and a base of 1C УТ 11 as its books, which get an order when it is paid
// and reserve its goods near the buyer.
func With1C(s *Shop) {
	s.BaseSettings = &onectest.Settings{}
	s.Way.Books, s.Way.Export = "1c-1", bridge.Export{When: bridge.ExportWhenPaid}
	s.Way.Reserve = bridge.ReservePolicy{Auto: true, Policy: stock.Policy{Split: true}}
	s.Scheme = MarkedToCentral()
}

// MarkedToCentral is the scheme of goods by a carrier or at an own shop where marked goods that come back to a shop go
// on to the central warehouse.
func MarkedToCentral() order.Scheme {
	s, _ := order.ByCarrier.Rules()
	s.MarkedBack = Central
	return s
}

// With1CAndCDEK is such a shop that sends by CDEK, too.
func With1CAndCDEK(s *Shop) {
	With1C(s)
	s.CDEKSettings = &cdektest.Settings{}
}

// BaseOf1C is how the merchant has set up the base.
func BaseOf1C() onec.Settings {
	return onec.Settings{
		Organisation: onectest.Organization, Agreement: onectest.Agreement, Priority: onectest.Priority,
		Warehouses: []onec.Place{
			{Code: Central, City: "Москва", Latitude: 55.75, Longitude: 37.62, Central: true},
			{Code: Shop1, City: "Екатеринбург", Latitude: 56.84, Longitude: 60.61, Issues: true, Comment: "Магазин 1", Responsible: onectest.Operator},
			{Code: Shop2, City: "Казань", Latitude: 55.79, Longitude: 49.12, Issues: true, Comment: "Магазин 2"},
			{Code: Remote, City: "Новосибирск", Latitude: 55.03, Longitude: 82.92},
		},
		Deliver: map[string]onec.Deliver{
			"СДЭК": {Method: "СиламиПеревозчикаПоАдресу", Carrier: onectest.Carrier, Comment: "курьер", Responsible: onectest.Operator},
		},
		Cancel:   onec.CancelSettings{Default: onectest.CancelReason},
		Returns:  onec.ReturnSettings{Reasons: map[status.Reason]string{status.ReasonWrongSize: "Не подошёл размер"}},
		Payments: &onec.PaymentSettings{Contract: onectest.Acquiring},
	}
}

// open1C starts the base.
func (s *Shop) open1C() {
	s.BaseSettings.Now = time.Now
	s.Base = onectest.New(*s.BaseSettings)
	s.Cleanup(s.Base.Close)
}

// System1C is the merchant's client of the base.
func (s *Shop) System1C() *onec.System {
	there := s.Base.Transport()
	meanwhile := RoundTrip(func(r *http.Request) (*http.Response, error) {
		if s.Before1C != nil {
			s.Before1C(r)
		}
		return there.RoundTrip(r)
	})
	opts := append([]ordo.Option{ordo.WithHTTPClient(s.transport(meanwhile)), ordo.WithLimits(ordo.Limits{})}, s.calls...)
	return onec.New("https://1c.example"+onectest.Publication, onectest.User, onectest.Password, opts...).System(s.settingsOf1C())
}

// settingsOf1C are those of the base of this merchant: with a service for what the delivery costs, where it costs.
func (s *Shop) settingsOf1C() onec.Settings {
	set := BaseOf1C()
	if s.PortalSettings != nil {
		set.Goods.Services = map[order.LineKind]string{order.LineDelivery: "ДОСТАВКА"}
	}
	return set
}

// Has counts the goods of the places: article, place, pieces.
func (s *Shop) Has(levels ...any) {
	s.Helper()
	for i := 0; i < len(levels); i += 3 {
		require.NoError(s, s.Base.SetStock(levels[i].(string), levels[i+1].(string), float64(levels[i+2].(int))))
	}
}

// Mugs is an order of mugs for a buyer in Екатеринбург, who gets them in the shop there.
func Mugs(n int) order.Draft {
	return order.Draft{
		Scheme: order.ByCarrier, Buyer: order.Buyer{Name: "Иванова Анна", Email: "ivanova@example.ru", Phone: "+7 900 000-00-00"},
		Delivery: order.Delivery{City: "Екатеринбург", Point: Shop1},
		Lines:    []order.Line{{ID: "mugs", SKU: "MUG", Name: "Кружка", Quantity: amount.Pcs(n), Price: amount.RUB(89000), VAT: amount.VAT22}},
	}
}

// Boots is an order of a pair of marked shoes and a bowl for the same buyer.
func Boots() order.Draft {
	d := Mugs(1)
	d.Lines = []order.Line{
		{ID: "shoes", SKU: "SHOES-42", GTIN: onectest.MarkedGTIN, Name: "Кроссовки 42", Quantity: amount.Pcs(1), Price: amount.RUB(480000), VAT: amount.VAT22, MarkRequired: true},
		{ID: "bowl", SKU: "BOWL", Name: "Миска", Quantity: amount.Pcs(1), Price: amount.RUB(35000), VAT: amount.VAT10},
	}
	return d
}

// As gives commands as somebody of the merchant's people, which must not be refused.
func (x *Sale) As(who order.Actor, cs ...order.Command) {
	x.Helper()
	for _, c := range cs {
		require.NoError(x, x.TriesAs(who, c), "%s as %s; journal: %v", c.Kind(), who.ID, x.Tail())
	}
	x.Settle()
}

// TriesAs is what came of a command of somebody that may be refused.
func (x *Sale) TriesAs(who order.Actor, c order.Command) error {
	x.Helper()
	by := x.by(who)
	for {
		_, err := x.Bridge.Do(x.Context(), x.Key(), c, by)
		if !x.reborn() && !errors.Is(err, errEnded) {
			return err
		}
	}
}

// Key is the order's id here.
func (x *Sale) Key() string { return "shop-1/" + x.ID }

// by is the author of the next command.
func (x *Sale) by(who order.Actor) order.By {
	x.steps++
	return order.By{Actor: who, Key: fmt.Sprintf("step %d", x.steps)}
}

// Requests asks the other places for what is short.
func (x *Sale) Requests(to string) []stock.Transfer {
	x.Helper()
	by := x.by(Clerk)
	for {
		ts, _, err := x.Bridge.RequestTransfers(x.Context(), x.Key(), to, by)
		if x.reborn() || errors.Is(err, errEnded) {
			continue
		}
		require.NoError(x, err)
		x.Settle()
		return ts
	}
}

// In1C is the order as the base has it.
func (x *Sale) In1C() onectest.Document {
	x.Helper()
	for _, d := range x.Base.Orders() {
		if d.Fields["НомерПоДаннымКлиента"] == x.ID {
			return d
		}
	}
	require.Fail(x, "1C has no order "+x.ID, "journal: %v", x.Tail())
	return onectest.Document{}
}

// Rows are what an order in 1C has, as "MUG 1 МАГ-1 СоСклада" by row. Cancelled rows are left out.
func (x *Sale) Rows() (rows []string) {
	x.Helper()
	for _, r := range x.RowsOf(x.In1C()) {
		if r["Отменено"] != true {
			rows = append(rows, fmt.Sprintf("%s %v %s %s", x.Article(r), r["Количество"], x.Place(r["Склад_Key"]), r["ВариантОбеспечения"]))
		}
	}
	return rows
}

// RowsOf are the rows of a document in 1C.
func (s *Shop) RowsOf(d onectest.Document) []map[string]any {
	rows, _ := d.Fields["Товары"].([]map[string]any)
	return rows
}

// Article is the article of the goods in a row.
func (s *Shop) Article(row map[string]any) string {
	article, _ := s.Base.Object("Catalog_Номенклатура", row["Номенклатура_Key"].(string))["Артикул"].(string)
	return article
}

// Place is the name of a warehouse in 1C.
func (s *Shop) Place(key any) string {
	name, _ := s.Base.Object("Catalog_Склады", key.(string))["Description"].(string)
	return name
}

// Papers are the documents of a kind in 1C, as "ЦС -> МАГ-1 MUG 2 Отгружено posted".
func (s *Shop) Papers(kind string) (out []string) {
	for _, d := range s.Base.Documents(kind) {
		if d.Deleted {
			continue
		}
		text := ""
		if from, has := d.Fields["СкладОтправитель_Key"]; has {
			text = s.Place(from) + " -> " + s.Place(d.Fields["СкладПолучатель_Key"]) + " "
		}
		for _, r := range s.RowsOf(d) {
			text += fmt.Sprintf("%s %v ", s.Article(r), r["Количество"])
			if at, has := r["Склад_Key"]; has {
				text += s.Place(at) + " "
			}
		}
		text += d.Status
		if d.Posted {
			text += " posted"
		}
		out = append(out, text)
	}
	return out
}

// AskedOf are the notices that somebody is asked to answer, by text.
func (x *Sale) AskedOf(who order.Actor) (texts []string) {
	x.Helper()
	for n, err := range x.Bridge.Notices(x.Context(), bridge.NoticeFilter{For: who}) {
		require.NoError(x, err)
		if n.Order == x.Key() {
			texts = append(texts, n.Text)
		}
	}
	return texts
}
