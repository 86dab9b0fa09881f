package chaos

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/bitrix"
	"github.com/ordo-sdk/ordo/channels/bitrix/bitrixtest"
	"github.com/ordo-sdk/ordo/erp/bitrix24"
	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
	"github.com/ordo-sdk/ordo/erp/onec"
	"github.com/ordo-sdk/ordo/erp/onec/onectest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// The titles of what people work with in the portal.
const (
	Positions = "Позиция заказа"
	Shipments = "Отгрузка"
	Returns   = "Возврат"
)

// WithPortal is a merchant with three systems: the shop is on 1C-Bitrix, people work in Bitrix24, the books are in
// 1C УТ 11, and CDEK carries.
func WithPortal(s *Shop) {
	With1CAndCDEK(s)
	s.BusSettings, s.PortalSettings = &bitrixtest.Settings{ShowCoupons: true}, &bitrix24test.Settings{Box: true}
	s.Way.ERP = "b24-1"
	s.Way.Tills = map[string]string{"card": "acquiring", "Наличные курьеру": "couriers", "Внутренний счет": "accounts of buyers"}
}

// people are the users of the portal.
var people = map[string]order.Actor{
	strconv.Itoa(bitrix24test.Operator): Clerk, strconv.Itoa(bitrix24test.Seller1): Seller1, strconv.Itoa(bitrix24test.Seller2): Seller2,
	strconv.Itoa(bitrix24test.Storeman): Storeman, strconv.Itoa(bitrix24test.Remote): Manager,
}

// openPortal starts the shop and the portal, and sets the portal up.
func (s *Shop) openPortal() {
	s.BusSettings.Now, s.PortalSettings.Now = time.Now, time.Now
	s.PortalSettings.Receiver = fake.Receiver{Transport: fake.Direct(http.HandlerFunc(s.opened))}
	s.Bus, s.Portal = bitrixtest.New(*s.BusSettings), bitrix24test.New(*s.PortalSettings)
	s.Cleanup(func() { s.Bus.Close(); s.Portal.Close() })
	for _, article := range []string{"SHOES-42", "MUG", "BOWL"} {
		s.Bus.SetStock(article, 1, "50")
	}
	_, err := s.SystemB24().Setup(s.Context())
	require.NoError(s, err)
	if s.InPortal {
		s.Portal.FinishInstall(bitrix24test.AppID)
	}
	goods := onec.New("https://1c.example"+onectest.Publication, onectest.User, onectest.Password, ordo.WithHTTPClient(&http.Client{Transport: s.Base.Transport()})).Goods()
	mug, err := goods.Get(s.Context(), onec.Guid(s.Base.Key("Catalog_Номенклатура", "MUG")))
	require.NoError(s, err)
	_, err = goods.Create(s.Context(), onec.Good{
		Name: "Доставка", FullName: "Доставка", Article: "ДОСТАВКА", Type: "Услуга", Kind: mug.Kind, Unit: mug.Unit, VATRate: mug.VATRate,
	}, onec.Filter{})
	require.NoError(s, err)
}

// SystemB24 is the merchant's client of the portal.
func (s *Shop) SystemB24() *bitrix24.System {
	opts := append([]ordo.Option{ordo.WithHTTPClient(s.transport(s.Portal.Transport()))}, s.calls...)
	if s.PortalSettings.Box { // no limits; elsewhere those of the vendor
		opts = append(opts, ordo.WithLimits(ordo.Limits{}))
	}
	auth := bxrest.Webhook(bitrix24test.WebhookUser, bitrix24test.WebhookCode)
	var more []bitrix24.SystemOption
	if s.InPortal { // a webhook has no tabs
		auth, more = s.application(), []bitrix24.SystemOption{bitrix24.WithTab(tabAddress)}
	}
	return bitrix24.New(bitrix24test.Portal, auth, opts...).System(bitrix24.Settings{
		People: []bitrix24.Person{
			{Place: Shop1, User: bitrix24test.Seller1},
			{Place: Shop2, User: bitrix24test.Seller2},
			{Place: Remote, User: bitrix24test.Remote},
			{Role: order.RoleWarehouse, User: bitrix24test.Storeman},
			{User: bitrix24test.Operator},
		},
	}, more...)
}

// ChannelBus is the merchant's client of the shop.
func (s *Shop) ChannelBus() *bitrix.Channel {
	opts := append([]ordo.Option{ordo.WithHTTPClient(s.transport(s.Bus.Transport()))}, s.calls...)
	return bitrix.New(bitrixtest.Address, bxrest.Webhook(bitrixtest.WebhookUser, bitrixtest.WebhookCode), opts...).Channel(bitrix.Settings{
		Catalogues: []int64{bitrixtest.CatalogID}, ArticleField: "property45", DeliveryVAT: amount.VAT22,
		PaySystems: map[int64]bitrix.PayMethod{bitrixtest.Cards: {Method: "card", Gateway: "yookassa"}},
	})
}

// portalAccounts connects the portal with a bridge.
func (s *Shop) portalAccounts() []bridge.Option {
	return []bridge.Option{
		bridge.Account("b24-1", s.SystemB24()),
		bridge.WithPeople(func(account, user string) order.Actor {
			if account == "b24-1" {
				return people[user]
			}
			return order.Actor{}
		}),
	}
}

// Anna is a buyer in Екатеринбург, who gets the goods in the shop there.
func Anna() bitrixtest.Buyer {
	return bitrixtest.Buyer{
		User: 7, Name: "Иванова Анна", Phone: "+7 900 000-00-00", Email: "ivanova@example.ru", Login: "anna", City: "Екатеринбург", Point: Shop1, Term: "2-3 дня",
		Source: "newsletter",
	}
}

// Orders is a buyer who places an order in the shop: articles and how many of each, with a promo code or none.
func (s *Shop) Orders(coupon string, items ...bitrixtest.Item) *Sale {
	s.Helper()
	return s.OrdersAs(Anna(), bitrixtest.PickupInShop, coupon, items...)
}

// OrdersAs is another buyer, or another way of delivery.
func (s *Shop) OrdersAs(b bitrixtest.Buyer, delivery int, coupon string, items ...bitrixtest.Item) *Sale {
	s.Helper()
	x := &Sale{Shop: s, ID: strconv.Itoa(s.Bus.PlacesOrder(b, items, coupon, delivery))}
	s.Settle()
	return x
}

// Places is an order of Anna of which nobody knows yet.
func (s *Shop) Places(coupon string, items ...bitrixtest.Item) *Sale {
	return &Sale{Shop: s, ID: strconv.Itoa(s.Bus.PlacesOrder(Anna(), items, coupon, bitrixtest.PickupInShop))}
}

// Deal is the order in the portal.
func (x *Sale) Deal() bitrix24test.Item {
	x.Helper()
	d, ok := x.Portal.Deal(x.ID)
	require.True(x, ok, "the portal has no deal; journal: %v", x.Tail())
	return d
}

// Shown is a user field of the deal.
func (x *Sale) Shown(field string) string {
	x.Helper()
	return fmt.Sprint(x.Deal().Fields[field])
}

// DealRows are the rows of the deal, as "Кружка 2 × 890".
func (x *Sale) DealRows() (rows []string) {
	x.Helper()
	for _, r := range x.Portal.Rows(x.Deal().ID) {
		rows = append(rows, fmt.Sprintf("%s %v × %v", r.Name, r.Quantity, r.Price))
	}
	return rows
}

// Items are the stages of the items of a smart process of the deal.
func (x *Sale) Items(process string) []bitrix24test.Item {
	x.Helper()
	return x.Portal.Items(process, x.Deal().ID)
}

// Item is the n-th item of a smart process of the deal, from 1.
func (x *Sale) Item(process string, n int) bitrix24test.Item {
	x.Helper()
	all := x.Items(process)
	require.GreaterOrEqual(x, len(all), n, "journal: %v", x.Tail())
	return all[n-1]
}

// ItemField is the full name of a user field of a smart process, such as UF_CRM_7_FORM.
func (s *Shop) ItemField(name string) string {
	s.Helper()
	for _, f := range s.Portal.CustomFields() {
		if strings.HasSuffix(f.Name, "_"+name) && !strings.HasPrefix(f.Name, "UF_CRM_ORDO_") {
			return f.Name
		}
	}
	require.Fail(s, "the portal has no field "+name)
	return ""
}

// Presses is somebody who moves an item of a smart process to a stage, which is a button.
func (x *Sale) Presses(user int, process string, n int, stage string) {
	x.Helper()
	require.NoError(x, x.Portal.MovesItem(user, process, x.Item(process, n).ID, stage))
	x.Settle()
}

// Told is what the timeline of the deal says, a record a line.
func (x *Sale) Told() string {
	x.Helper()
	var lines []string
	for _, n := range x.Portal.Timeline(x.Deal().ID) {
		lines = append(lines, strings.TrimSpace(n.Title+": "+n.Text))
	}
	return strings.Join(lines, "\n")
}

// Tasks are the titles of the open tasks of a user.
func (s *Shop) Tasks(user int) (titles []string) {
	for _, t := range s.Portal.Tasks() {
		if t.Responsible == user && t.Status != "5" {
			titles = append(titles, t.Title)
		}
	}
	slices.Sort(titles)
	return titles
}

// InBus is the order in the shop.
func (x *Sale) InBus() bitrixtest.Order {
	x.Helper()
	n, err := strconv.Atoi(x.ID)
	require.NoError(x, err)
	o, ok := x.Bus.Order(n)
	require.True(x, ok)
	return o
}
