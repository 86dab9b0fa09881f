package bitrixtest

import (
	"strconv"

	"github.com/ordo-sdk/ordo/erp/onec/exchange1c/exchange1ctest"
	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// Server is a shop on 1C-Bitrix. Calls are named by their method, such as "sale.order.list", also within a batch; those
// of 1C by type and mode, such as "catalog/import". It is safe for concurrent use.
type Server struct {
	*bxserver.Server
	settings Settings
	exchange *exchange1ctest.Shop

	// Under the lock of Do.
	spent     map[string]int
	orders    []*order
	goods     []*good
	discounts []*discount
	coupons   []*coupon
	services  []*service
	tables    map[string][]row // that no rule is about, by name
	spoil     func(quote map[string]any)
	down      bool
	people    bool // somebody works on the pages of the shop
}

// service is a way of delivery.
type service struct {
	id                  int
	name, price, period string
}

// New returns a shop with the demo's goods, its services, pay systems, statuses and stores, and a webhook of its
// administrator: Address, WebhookUser, WebhookCode. It listens nowhere until URL is called.
func New(st Settings) *Server {
	s := &Server{settings: st, spent: map[string]int{}, tables: map[string][]row{}}
	s.connect()
	s.AddUser(WebhookUser, true)
	s.AddWebhook(WebhookUser, WebhookCode, "sale", "catalog", "delivery", "pay_system")
	s.Do(s.furnish)
	s.registerSale()
	s.registerCatalog()
	s.registerQuote()
	if !st.NoGoods {
		s.AddGood("SHOES-42", "4800.00", "22")
		s.Names("SHOES-42", "Кроссовки, размер 42")
		s.Marks("SHOES-42", true)
		s.AddGood("MUG", "890.00", "22")
		s.Names("MUG", "Кружка")
		s.AddGood("BOWL", "350.00", "10")
		s.Names("BOWL", "Миска детская")
	}
	return s
}

// Webhook returns the address of the administrator's webhook at Address, with a slash at its end.
func Webhook() string {
	return Address + "/rest/" + strconv.Itoa(WebhookUser) + "/" + WebhookCode + "/"
}

// Down makes the shop answer 503 to everything, as while it is updated, or ends that.
func (s *Server) Down(down bool) { s.Do(func() { s.down = down }) }

// next returns the next number of a sequence.
func (s *Server) next(of string, after int) int {
	s.spent[of]++
	return after + s.spent[of]
}

// furnish sets up what a shop has before it sells anything.
func (s *Server) furnish() {
	s.services = []*service{
		{PickupByCDEK, "СДЭК: пункт выдачи", "350.00", "2-3 дня"},
		{CourierByCDEK, "СДЭК: курьер", "450.00", "2-4 дня"},
		{PickupInShop, "Самовывоз", "0.00", ""},
		{RussianPost, "Почта России", "300.00", "5-9 дней"},
	}
	for _, v := range []struct{ rate, name string }{{"", "Без НДС"}, {"22", "НДС 22%"}, {"10", "НДС 10%"}, {"0", "НДС 0%"}} {
		r := row{"id": s.next("vat", 0), "active": "Y", "sort": 100, "name": v.name, "timestampX": s.Now()}
		if v.rate != "" {
			r["rate"] = rat(v.rate)
		}
		s.tables["vat"] = append(s.tables["vat"], r)
	}
	for _, v := range [][3]string{{"Центральный склад", "ЦС", "N"}, {"Магазин на Тверской", "МАГ-1", "Y"}, {"Магазин на Невском", "МАГ-2", "Y"}} {
		s.tables["store"] = append(s.tables["store"], row{
			"id": s.next("store", 0), "title": v[0], "code": v[1], "xmlId": guid(v[1]), "issuingCenter": v[2], "active": "Y", "sort": 100,
			"address": "г. Москва", "dateCreate": s.Now(), "dateModify": s.Now(), "userId": 1, "modifiedBy": 1,
		})
	}
	for _, v := range [][3]string{
		{"N", "O", "Принят, ожидается оплата"},
		{"P", "O", "Оплачен, формируется к отправке"},
		{"A", "O", "Собирается"},
		{"S", "O", "Доставляется"},
		{"F", "O", "Выполнен"},
		{"D", "O", "Отменён"},
		{"DN", "D", "Ожидает обработки"},
		{"SH", "D", "Отправлено"},
		{"DV", "D", "Доставлено"},
		{"DF", "D", "Отгружен"},
		{"DD", "D", "Отменён"},
	} {
		s.tables["status"] = append(s.tables["status"], row{"id": v[0], "type": v[1], "sort": s.next("status", 0) * 10, "notify": "Y", "color": "#BEEDF1"})
		s.tables["statusLang"] = append(s.tables["statusLang"], row{"statusId": v[0], "lid": "ru", "name": v[2], "description": ""})
	}
	for i, v := range [][4]string{
		{"FIO", "Ф.И.О.", "isPayer", "Y"},
		{"EMAIL", "E-Mail", "isEmail", "Y"},
		{"PHONE", "Телефон", "isPhone", "Y"},
		{"ZIP", "Индекс", "isZip", "N"},
		{"CITY", "Город", "", "N"},
		{"LOCATION", "Местоположение", "isLocation", "N"},
		{"ADDRESS", "Адрес доставки", "isAddress", "N"},
		{"PICKUP_POINT", "Пункт выдачи", "", "N"},
		{"DELIVERY_TERM", "Срок доставки", "", "N"},
		{"LOGIN", "Логин", "", "N"},
		{"UTM_SOURCE", "UTM source", "", "N"},
		{"UTM_MEDIUM", "UTM medium", "", "N"},
		{"UTM_CAMPAIGN", "UTM campaign", "", "N"},
		{"ORDO_COUPON", "Промокод", "", "N"},
	} {
		p := row{
			"id": 20 + i, "personTypeId": PersonType, "propsGroupId": 1, "code": v[0], "name": v[1], "type": "STRING", "active": "Y", "util": "N", "userProps": "Y",
			"isFiltered": "N", "sort": 100 + i*10, "description": "", "required": v[3], "multiple": "N", "defaultValue": "", "settings": row{"size": 40},
			"isProfileName": "N", "isPayer": "N", "isEmail": "N", "isPhone": "N", "isZip": "N", "isAddress": "N", "isLocation": "N",
		}
		if v[2] != "" {
			p[v[2]] = "Y"
		}
		s.tables["property"] = append(s.tables["property"], p)
	}
	s.tables["shipmentProperty"] = []row{
		{"id": 60, "personTypeId": PersonType, "propsGroupId": 1, "code": "DELIVERY_DATE", "name": "Желаемая дата", "type": "DATE", "active": "Y", "required": "N", "multiple": "N"},
		{"id": 61, "personTypeId": PersonType, "propsGroupId": 1, "code": "ADDRESS_TO", "name": "Адрес", "type": "STRING", "active": "Y", "required": "N", "multiple": "N"},
	}
	s.tables["personType"] = []row{
		{"id": PersonType, "name": "Физическое лицо", "code": "", "sort": "100", "active": "Y"},
		{"id": 2, "name": "Юридическое лицо", "code": "", "sort": "110", "active": "Y"},
	}
	s.tables["paySystem"] = []row{
		paySystem(InnerAccount, "Внутренний счет", "inner", "N"), paySystem(Cards, "Банковские карты", "yandexcheckout", "N"), paySystem(CashByHand, "Наличные курьеру", "cash", "Y"),
	}
	s.tables["tradePlatform"] = []row{{"id": 2, "code": "ymarket", "active": "Y", "name": "Яндекс Маркет", "description": "", "settings": ""}}
	s.tables["catalog"] = []row{{"id": CatalogID, "iblockId": CatalogID, "iblockTypeId": "catalog", "lid": Site, "name": "Товары", "subscription": "N", "vatId": 2, "yandexExport": "N"}}
	s.tables["priceType"] = []row{{"id": 1, "name": "BASE", "base": "Y", "sort": 100, "xmlId": "BASE", "dateCreate": s.Now(), "timestampX": s.Now(), "createdBy": 1, "modifiedBy": 1}}
	s.tables["measure"] = []row{{"id": 5, "code": 796, "measureTitle": "Штука", "symbol": "шт", "symbolIntl": "pc. 1", "symbolLetterIntl": "PCE. NMB", "isDefault": "Y"}}
	s.tables["section"] = []row{{"id": 11, "iblockId": CatalogID, "name": "Товары", "code": "goods", "sort": 500, "active": "Y", "descriptionType": "text", "timestampX": s.Now()}}
}

// paySystem is a pay system as sale.paysystem.list has it.
func paySystem(id int, name, action, cash string) row {
	return row{
		"ID": id, "NAME": name, "PSA_NAME": name, "ACTION_FILE": action, "ACTIVE": "Y", "IS_CASH": cash, "PERSON_TYPE_ID": nil, "XML_ID": "",
		"ENTITY_REGISTRY_TYPE": "ORDER", "CAN_PRINT_CHECK": "N", "SORT": 100, "DESCRIPTION": "", "NEW_WINDOW": "N", "ALLOW_EDIT_PAYMENT": "Y",
		"HAVE_PAYMENT": "N", "HAVE_ACTION": "N", "HAVE_RESULT": "N", "HAVE_PREPAY": "N", "HAVE_PRICE": "N", "HAVE_RESULT_RECEIVE": "N", "AUTO_CHANGE_1C": "N",
		"RESULT_FILE": nil, "PS_MODE": nil, "ENCODING": nil, "TARIFF": nil,
	}
}

func (s *Server) service(id int) *service {
	return first(s.services, func(d *service) bool { return d.id == id })
}

// pays returns a pay system, nil if there is none.
func (s *Server) pays(id int) row {
	for _, p := range s.tables["paySystem"] {
		if p["ID"] == id {
			return p
		}
	}
	return nil
}
