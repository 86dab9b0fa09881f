package bitrix24_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/bitrix24"
	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/fake/bxserver"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/order/stock"
	"github.com/ordo-sdk/ordo/texts"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

const tabAddress = "https://orders.example/b24/tab"

// counter is a desk with one order: the rules are those of the order and the form.
type counter struct {
	o       *order.Order
	deal    string
	asked   int
	noStock error
	down    error
}

func (c *counter) Find(_ context.Context, r order.Ref) (string, error) {
	if r != (order.Ref{System: bitrix24.Name, Account: "crm-1", Kind: bitrix24.RefDeal, ID: c.deal}) {
		return "", errors.New("desk: /var/lib/orders: unknown")
	}
	return c.o.View().ID, c.down
}

func (c *counter) Order(context.Context, string) (*order.Order, error) { return c.o, nil }

func (c *counter) Stock(context.Context, string) ([]erp.LineStock, error) {
	return []erp.LineStock{
		{
			Line: "L2", Article: "MUG", Short: amount.Pcs(1),
			Reserved: []stock.Reservation{{Line: "L2", Article: "MUG", Warehouse: "МАГ-1", Quantity: amount.Pcs(2)}},
			Stock:    []erp.Stock{{Warehouse: "ЦС", Free: amount.Pcs(41), OnHand: amount.Pcs(44), AsOf: at}, {Warehouse: "МАГ-1", Free: amount.Pcs(0), OnHand: amount.Pcs(2)}},
		},
		{Line: "L1", Article: "SHOES-42", Problem: &ordo.Error{System: "books", Class: ordo.NotFound, Text: "no such article"}},
	}, c.noStock
}

func (*counter) ParcelCarriers(context.Context, string) ([]string, error) {
	return []string{"cdek-1"}, nil
}

func (c *counter) ParcelForm(_ context.Context, _ string, _ int, carrier string) (carriers.Form, error) {
	if carrier != "cdek-1" {
		return carriers.Form{}, errors.New("bridge: no such account")
	}
	return carriers.Form{
		Fields: []carriers.Field{
			{Name: "tariff", Label: "Тариф", Type: carriers.TypeChoice, Required: true, Choices: []carriers.Choice{{Value: "136", Label: "до пункта"}, {Value: "137", Label: "до двери"}}},
			{Name: "point", Label: "Пункт", Type: carriers.TypePoint, Required: true, OnlyWhen: []carriers.Condition{{Field: "tariff", Is: []string{"136"}}}},
			{Name: "address", Label: "Адрес", Type: carriers.TypeText, Required: true, OnlyWhen: []carriers.Condition{{Field: "tariff", Is: []string{"137"}}}, Help: "улица и дом"},
			{Name: "extras", Label: "Услуги", Type: carriers.TypeChoices, Choices: []carriers.Choice{{Value: "sms"}, {Value: "try"}}},
			{Name: "fragile", Label: "Хрупкое", Type: carriers.TypeFlag},
			{Name: "boxes", Label: "Место", Type: carriers.TypeList, Required: true, Min: "1", Fields: []carriers.Field{
				{Name: "weight", Label: "Вес", Type: carriers.TypeInteger, Unit: "г", Required: true, Min: "1"},
				{Name: "units", Label: "Единицы", Type: carriers.TypeUnits},
			}},
		},
		Values: carriers.Values{"tariff": "136", "point": "TUL4", "boxes.1.weight": "1200", "boxes.1.units": "L2:0-3"},
		Notes:  []carriers.Problem{{Field: "point", Code: carriers.CodeUnknown, Rule: "it closes at 18"}},
	}, nil
}

func (c *counter) RequestParcel(ctx context.Context, id string, shipment int, carrier string, v carriers.Values, by order.By) ([]order.Event, error) {
	f, err := c.ParcelForm(ctx, id, shipment, carrier)
	if err != nil {
		return nil, err
	}
	if err := f.Check(v); err != nil {
		return nil, err
	}
	evs, err := c.o.Do(order.RequestParcel{
		Shipment: shipment, Carrier: order.Ref{System: "cdek", Account: carrier}, Key: "A-1", Values: f.Applicable(v),
	}, by)
	if len(evs) > 0 {
		c.asked++
	}
	return evs, err
}

// glass is a browser before the tab: it remembers the page.
type glass struct {
	*testing.T
	*counter
	p    *bitrix24test.Server
	tab  *bitrix24.Tab
	id   int
	code int
	page string
	head http.Header
	sent []byte // of the frame
	url  string
}

func (g *glass) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := ordo.ReadCall("test", r, 1<<20)
	if err == nil && strings.HasPrefix(r.URL.Path, "/b24/tab") {
		g.sent, g.url = body, r.URL.String()
		g.posts(g.url, string(body))
	}
	w.WriteHeader(http.StatusOK)
}

// posts is the browser's POST.
func (g *glass) posts(to, body string) {
	g.Helper()
	rec := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodPost, to, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	g.tab.ServeHTTP(rec, r.WithContext(g.Context()))
	g.code, g.page, g.head = rec.Code, html.UnescapeString(rec.Body.String()), rec.Result().Header
	require.NotContains(g, rec.Body.String(), "<script")
	require.Contains(g, g.head.Get("Content-Security-Policy"), "frame-ancestors "+bitrix24test.Portal)
	require.Empty(g, g.head.Get("X-Frame-Options"))
	require.Empty(g, g.head.Get("Set-Cookie"))
}

// opens is a user who opens the tab in the portal.
func (g *glass) opens(user int) {
	g.Helper()
	g.page = ""
	require.Equal(g, 1, g.p.OpensTab(user, g.id))
	g.p.SendHooks(g.Context())
	require.NotEmpty(g, g.page)
}

var sealed = regexp.MustCompile(`name="ordo" value="([^"]+)"`)

func (g *glass) seal() string {
	g.Helper()
	m := sealed.FindStringSubmatch(g.page)
	require.Len(g, m, 2, g.page)
	return m[1]
}

// presses sends the form of shipment 1, with what was typed.
func (g *glass) presses(button, seal string, typed ...string) {
	g.Helper()
	form := url.Values{"ordo": {seal}, "do": {button}, "shipment": {"1"}, "carrier": {"cdek-1"}}
	for i := 0; i < len(typed); i += 2 {
		form.Add("v."+typed[i], typed[i+1])
	}
	g.posts(g.url, form.Encode())
}

func application(t *testing.T, p *bitrix24test.Server, opts ...ordo.Option) *bitrix24.Client {
	t.Helper()
	b, err := json.Marshal(p.Grant(bitrix24test.AppID, bitrix24test.WebhookUser))
	require.NoError(t, err)
	var is map[string]any
	require.NoError(t, json.Unmarshal(b, &is))
	text := func(name string) string { return fmt.Sprint(is[name]) }
	store := bxrest.MemoryTokens(bxrest.Tokens{
		Member: text("member_id"), Access: ordo.NewSecret(text("access_token")), Refresh: ordo.NewSecret(text("refresh_token")),
		Endpoint: text("client_endpoint"), Server: text("server_endpoint"), Application: ordo.NewSecret(bitrix24test.ApplicationToken),
	})
	opts = append([]ordo.Option{
		ordo.WithHTTPClient(&http.Client{Transport: p.Transport()}), ordo.WithMaxAttempts(1), bxrest.Box(), ordo.WithAccount("crm-1"),
	}, opts...)
	return bitrix24.New(bitrix24test.Portal, bxrest.OAuth(bxrest.App{
		ID: bitrix24test.AppID, Secret: ordo.NewSecret(bitrix24test.AppSecret), Member: bitrix24test.MemberID,
	}, store), opts...)
}

var clerks = map[string]order.Actor{
	strconv.Itoa(bitrix24test.Operator): operator,
	strconv.Itoa(bitrix24test.Storeman): {ID: "kirill", Role: order.RoleWarehouse},
}

func behindGlass(t *testing.T, opts ...ordo.Option) *glass {
	t.Helper()
	g := &glass{T: t}
	g.p = bitrix24test.New(bitrix24test.Settings{Box: true, Receiver: fake.Receiver{Transport: fake.Direct(g)}})
	t.Cleanup(g.p.Close)
	s := application(t, g.p, opts...).System(settings(), bitrix24.WithTab(tabAddress))
	s.SetLanguage(texts.Russian)
	made, err := s.Setup(t.Context())
	require.NoError(t, err)
	require.Contains(t, made, "tab "+tabAddress)
	made, err = s.Setup(t.Context())
	require.NoError(t, err)
	require.Empty(t, made)
	err = s.Check(t.Context())
	require.ErrorContains(t, err, "BX24.installFinish")
	g.p.FinishInstall(bitrix24test.AppID)
	require.NoError(t, s.Check(t.Context()))

	d := draft()
	d.Lines[1].Name, d.Lines[0].MarkRequired = `<b onload="x">Кружка & "К"</b>`, false
	x := buys(t, g.p, s, d)
	x.apply(order.EffectUpsert)
	x.pay()
	x.do(order.Assemble{Picks: order.PickAll("L2"), Warehouse: "ЦС"}, order.CreateShipment{Picks: order.PickAll("L2")})
	g.id = x.deal().ID
	g.counter = &counter{o: x.o, deal: strconv.Itoa(g.id)}
	g.tab, err = s.Tab(g.counter, bitrix24.TabSettings{
		People: func(account, user string) order.Actor {
			require.Equal(t, "crm-1", account)
			return clerks[user]
		},
		Key: ordo.NewSecret(strings.Repeat("k", 32)),
	})
	require.NoError(t, err)
	return g
}

// The tab of a deal shows stock by warehouse and the carrier's form; what is sent from it is checked, and asked once.
//
// part of: B24-4, B24-5
func TestACarrierIsAskedInTheTabOfTheDeal(t *testing.T) {
	g := behindGlass(t)
	g.opens(bitrix24test.Operator)
	require.Equal(t, 200, g.code, g.page)
	for _, is := range []string{
		"[MUG] × 3", "<td>ЦС</td><td></td><td>41</td><td>44</td><td>14.05.2026 10:00</td>", "<td>МАГ-1</td><td>2</td><td>0</td><td>2</td>", "1 нигде не зарезервировано",
		"no such article", "Отгрузка S1: Собирается", "Заявка перевозчику: cdek-1", `<option value="136" selected>до пункта`, `name="v.point" value="TUL4"`, "it closes at 18", "Место 1: Вес, г*",
		`name="v.boxes.1.weight" value="1200"`,
	} {
		require.Contains(t, g.page, is)
	}
	require.NotContains(t, g.page, "v.address", "it does not apply")
	require.NotContains(t, g.page, "L2:0-3")

	g.presses("show", g.seal(), "tariff", "137", "point", "TUL4", "extras", "", "extras", "try", "boxes.1.weight", "1200", "fragile", "")
	require.Contains(t, g.page, `name="v.address" value=""`)
	require.Contains(t, g.page, "улица и дом")
	require.NotContains(t, g.page, "v.point")
	require.Contains(t, g.page, `value="try" checked`)
	require.Zero(t, g.asked)

	g.presses("send", g.seal(), "tariff", "137", "address", " ", "extras", "", "extras", "try", "boxes.1.weight", "много <i>", "fragile", "")
	require.Zero(t, g.asked)
	require.Contains(t, g.page, "заявка на S1 не отправлена")
	require.Contains(t, g.page, `value="много <i>"`, "what was typed is kept")
	require.Equal(t, 2, strings.Count(g.page, `<span class="bad">`), g.page)
	require.Contains(t, g.page, `value="try" checked`)

	seal := g.seal()
	for range 2 { // a double press
		g.presses("send", seal, "tariff", "137", "address", "Ленина, 1", "extras", "", "extras", "try", "boxes.1.weight", "900", "fragile", "true")
		require.Equal(t, 200, g.code)
		require.Equal(t, 1, g.asked)
		require.NotContains(t, g.page, "v.tariff", "there is nothing to send any more")
	}
	require.Contains(t, g.page, "больше не ждёт заявки")
	for e := range g.o.Events(order.Filter{}) {
		if b, is := e.Body.(order.ParcelRequested); is {
			require.Equal(t, operator, e.By)
			require.Equal(t, map[string]string{
				"tariff": "137", "address": "Ленина, 1", "extras": "try", "boxes.1.weight": "900", "boxes.1.units": "L2:0-3", "fragile": "true",
			}, b.Values)
		}
	}
}

// What stands in values is text, whatever it looks like.
func TestTheTabShowsTextsAsTexts(t *testing.T) {
	g := behindGlass(t)
	require.Equal(t, 1, g.p.OpensTab(bitrix24test.Operator, g.id))
	g.p.SendHooks(t.Context())
	rec := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodPost, g.url, strings.NewReader(url.Values{
		"ordo": {g.seal()}, "do": {"send"}, "shipment": {"1"}, "carrier": {"cdek-1"}, "v.tariff": {`"><img src=x onerror=y>`}, `v."><svg>`: {"1"},
	}.Encode()))
	g.tab.ServeHTTP(rec, r)
	require.Equal(t, 200, rec.Code)
	for _, no := range []string{"<img", "<svg", "<b onload"} {
		require.NotContains(t, rec.Body.String(), no)
	}
	require.Contains(t, html.UnescapeString(rec.Body.String()), `<option value=""><img src=x onerror=y>" selected>`, "a choice that there is not stays to be seen")
	require.Contains(t, rec.Body.String(), "&lt;b onload")
}

func TestWhoIsNobodySeesNoTab(t *testing.T) {
	g := behindGlass(t)
	g.opens(bitrix24test.Seller1)
	require.Equal(t, 403, g.code)
	require.Contains(t, g.page, "пользователя 21")
	require.NotContains(t, g.page, "MUG")

	g.opens(bitrix24test.Storeman) // may look, and the order says that he may not ask
	require.Contains(t, g.page, "MUG")
	g.presses("send", g.seal())
	require.Contains(t, g.page, `role="alert"`)
	require.Contains(t, g.page, "центральный склад", "the refusal names the role")
	require.Zero(t, g.asked)
}

func TestAFrameIsNotTakenFromOthers(t *testing.T) {
	g := behindGlass(t)
	g.opens(bitrix24test.Operator)
	frame, err := url.ParseQuery(string(g.sent))
	require.NoError(t, err)
	g.p.AddApp(bxserver.App{ID: "local.77", Secret: "x", Scopes: bitrix24test.Scopes, ApplicationToken: "y"})
	foreign := fmt.Sprint(g.p.Grant("local.77", bitrix24test.Operator).Get("access_token"))
	for name, tt := range map[string]struct {
		change url.Values
		status int
	}{
		"a wrong application token": {url.Values{"APPLICATION_TOKEN": {"application0token0of0the0portal1"}}, 403},
		"no application token":      {url.Values{"APPLICATION_TOKEN": nil}, 403},
		"another portal":            {url.Values{"member_id": {"00000000000000000000000000000000"}}, 403},
		"no token":                  {url.Values{"AUTH_ID": nil}, 403},
		"a made-up token":           {url.Values{"AUTH_ID": {"access999"}}, 403},
		"another application":       {url.Values{"AUTH_ID": {foreign}}, 403},
		"a deal that is not there":  {url.Values{"PLACEMENT_OPTIONS": {`{"ID":"99999"}`}}, 404},
		"no deal":                   {url.Values{"PLACEMENT_OPTIONS": {`undefined`}}, 400},
		"a negative deal":           {url.Values{"PLACEMENT_OPTIONS": {`{"ID":"-1"}`}}, 400},
		"the main page":             {url.Values{"PLACEMENT": {"DEFAULT"}}, 400},
	} {
		form := url.Values{}
		for k, v := range frame {
			form[k] = v
		}
		for k, v := range tt.change {
			form[k] = v
		}
		g.posts(g.url, form.Encode())
		require.Equal(t, tt.status, g.code, "%s: %s", name, g.page)
		require.Contains(t, g.page, `role="alert"`, name)
		require.NotContains(t, g.page, "MUG", name)
		require.NotContains(t, g.page, "/var/lib")
	}

	// Whose address the browser names does not matter: nothing is sent there, and it may not frame the page.
	frame.Set("SERVER_ENDPOINT", "https://attacker.example/rest/")
	g.posts(tabAddress+"?DOMAIN=attacker.example&PROTOCOL=1", frame.Encode())
	require.Equal(t, 200, g.code)
	require.NotContains(t, fmt.Sprint(g.head), "attacker")

	require.NoError(t, g.p.SetsField(bitrix24test.Operator, g.id, "ORIGINATOR_ID", "site"))
	g.posts(g.url, frame.Encode())
	require.Equal(t, 404, g.code, "a deal of somebody else's")

	g.posts(g.url, strings.Repeat("a=b&", 200_000))
	require.Equal(t, 413, g.code)
	g.posts(g.url, "%zz")
	require.Equal(t, 400, g.code)
	rec := httptest.NewRecorder()
	g.tab.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, tabAddress, nil))
	require.Equal(t, 405, rec.Code)
}

func TestAFormIsTakenFromItsPageAlone(t *testing.T) {
	clock := fake.NewClock(time.Date(2026, 5, 14, 7, 0, 0, 0, time.UTC))
	g := behindGlass(t, ordo.WithClock(clock))
	g.opens(bitrix24test.Operator)
	seal := g.seal()
	g.presses("show", seal)
	require.Equal(t, 200, g.code)
	head, mac, _ := strings.Cut(seal, ".")
	for _, bad := range []string{"", ".", head, head + ".", head + ".AAAA", "e30." + mac, strings.ToUpper(seal), "x" + seal, seal + "."} {
		g.presses("send", bad)
		require.Equal(t, 403, g.code, bad)
	}
	stranger, err := application(t, g.p, ordo.WithAccount("crm-2")).System(settings()).Tab(g.counter, bitrix24.TabSettings{
		People: func(string, string) order.Actor { return operator }, Key: ordo.NewSecret(strings.Repeat("k", 32)),
	})
	require.NoError(t, err)
	mine := g.tab
	g.tab = stranger
	g.presses("send", seal)
	require.Equal(t, 403, g.code, "the form of another account")
	g.tab = mine
	clock.Advance(59 * time.Minute)
	g.presses("show", seal)
	require.Equal(t, 200, g.code)
	seal = g.seal()
	clock.Advance(2 * time.Minute)
	g.presses("send", seal)
	require.Equal(t, 403, g.code, "a page made anew lasts no longer than the person's token")
	require.Contains(t, g.page, "страница устарела")
	require.Zero(t, g.asked)
}

func TestTheTabStandsWithoutStockOrPortal(t *testing.T) {
	g := behindGlass(t)
	g.noStock = &ordo.Error{System: "books", Class: ordo.Retry, Text: "503"}
	g.opens(bitrix24test.Operator)
	require.Equal(t, 200, g.code)
	require.Contains(t, g.page, "503")
	require.Contains(t, g.page, "v.tariff")
	g.presses("send", g.seal(), "tariff", "136", "carrier", "x")
	g.down = errors.New("db: /var/lib/orders is gone")
	g.posts(g.url, string(g.sent))
	require.Equal(t, 404, g.code)
	require.NotContains(t, g.page, "/var/lib")
	g.p.Faults().Next("app.info", fake.ResetAfter())
	g.posts(g.url, string(g.sent))
	require.Equal(t, 503, g.code)
	require.Contains(t, g.page, "повторите через минуту")
}

func TestAWebhookHasNoTab(t *testing.T) {
	p, c := open(t, bitrix24test.Settings{Box: true})
	s := c.System(settings(), bitrix24.WithTab(tabAddress))
	made, err := s.Setup(t.Context())
	require.NoError(t, err)
	require.Contains(t, strings.Join(made, "\n"), "no tab: a webhook has no tabs")
	require.ErrorContains(t, s.Check(t.Context()), "leave WithTab out")
	_, err = s.Tab(&counter{}, bitrix24.TabSettings{})
	require.Equal(t, ordo.Unsupported, ordo.ClassOf(err))
	app := application(t, p).System(settings())
	for _, set := range []bitrix24.TabSettings{
		{Key: ordo.NewSecret(strings.Repeat("k", 32))},
		{People: func(string, string) order.Actor { return operator }, Key: ordo.NewSecret("short")},
	} {
		_, err = app.Tab(&counter{}, set)
		require.Equal(t, ordo.Invalid, ordo.ClassOf(err))
	}
}
