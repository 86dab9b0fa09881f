package main

import (
	"context"
	"crypto/tls"
	"io"
	"net"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/carriers/cdek"
	"github.com/ordo-sdk/ordo/carriers/novaposhta"
	"github.com/ordo-sdk/ordo/carriers/novaposhta/novaposhtatest"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/rozetka"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/messages"
	"github.com/ordo-sdk/ordo/messages/smtp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/atol"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
	"github.com/ordo-sdk/ordo/receipts/chestnyznak"
	"github.com/ordo-sdk/ordo/receipts/chestnyznak/chestnyznaktest"
	"github.com/ordo-sdk/ordo/receipts/marking"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/texts"
)

// company is the merchant on the receipts. Its tax system and that of fiscal must be the same.
var company = atol.Company{
	Email: "kassa@example.ru", TaxSystem: atol.TaxGeneral, INN: atoltest.DefaultINN, PaymentAddress: "https://shop.example.ru",
}

// fiscal says how the merchant's receipts are made.
var fiscal = receipts.Settings{TaxSystem: receipts.TaxGeneral, TimeZone: 2}

// sender is the merchant on the waybills.
var sender = cdek.Contact{Company: "ООО Весна", Name: "Петрова Анна", Phones: []cdek.Phone{{Number: "+79010000001"}}}

// torgsoft is the route of orders at ROZETKA. They are worked in an ERP that cannot be called: the host gives its
// documents as commands. Money has a till for each method of payment, goods are reserved in one centre and leave from
// another.
var torgsoft = bridge.Route{
	Channel: "rz-1", Scheme: order.SchemeRozetka, Authority: order.Rozetka, Take: true, Carriers: []string{"np-1"},
	Tills:   map[string]string{rozetka.MethodCodeCash: "каса 1", rozetka.MethodCodeCashless: "ПриватБанк"},
	Centres: bridge.Centres{Reserve: "склад", WriteOff: "магазин", Known: []string{"склад", "магазин"}},
}

// inn is the taxpayer number under which the merchant trades marked goods.
const inn = chestnyznaktest.DefaultINN

// mailServer is the mail server of the merchant; a service that has a real one sets its host only.
type mailServer interface {
	Host() string
	Dial(ctx context.Context, network, address string) (net.Conn, error)
	TLS() *tls.Config
}

// toBuyer are rules by which the buyer gets an e-mail, in Russian.
func toBuyer(on ...bridge.Occasion) (rules []bridge.MessageRule) {
	for _, o := range on {
		rules = append(rules, bridge.MessageRule{On: o, Language: texts.Russian, Via: []bridge.Via{{Account: "mail-1", Kind: messages.KindEmail}}})
	}
	return rules
}

// addresses are the base URLs of the outside systems and of the service ordo.
type addresses struct{ megamarket, retailcrm, yookassa, atol, cdek, rozetka, novaposhta, chestnyznak, service string }

// connect is the wiring of a service: a typed client for each outside system, and a bridge between them.
func connect(ctx context.Context, store bridge.Store, shop channels.Channel, url addresses, signer marking.Signer, mail mailServer, clock ordo.Clock, dump io.Writer) (*bridge.Bridge, error) {
	// A service that calls the real systems needs none of these options.
	at := func(base string) []ordo.Option {
		return []ordo.Option{ordo.WithBaseURL(base), ordo.WithClock(clock), ordo.WithDump(dump), ordo.WithLimits(ordo.Limits{})}
	}

	mm := megamarket.New(token, at(url.megamarket)...).
		Channel(megamarket.WithMerchant(merchantID), megamarket.WithCallbackAuth(callbackUser, callbackPassword))
	crm := retailcrm.New(url.retailcrm, crmKey, at(url.retailcrm)...).WithSite(crmSite).
		System(retailcrm.DefaultMapping(), retailcrm.WithModule(url.service+"/crm-1", moduleClientID))
	money := yookassa.New(ykShop, ykSecret, at(url.yookassa)...).Gateway()
	register := atol.New(atolLogin, atolPassword, atolGroup, at(url.atol)...).WithVersion(atol.V5).Registrar(company)
	parcels := cdek.New(cdekAccount, cdekPassword, at(url.cdek)...).
		Carrier(cdek.FromOffice("MSK5"), cdek.WithSender(sender), cdek.WithWebhook(url.service+"/cdek-1/"+cdekSecret))
	stall := rozetka.New(rozetka.Login(rzUser, rzPassword), at(url.rozetka)...).Channel()
	post := novaposhta.New(npKey, at(url.novaposhta)...).Carrier(novaposhta.FromWarehouse(novaposhtatest.BranchKyiv))
	// GOST signatures are the host's: a cryptographic provider, a token, a signing service.
	codes := chestnyznak.New(signer, at(url.chestnyznak)...).Registry(chestnyznak.Settings{INN: inn})
	letters := smtp.New(smtp.Settings{
		Host: mail.Host(), Dial: mail.Dial, Config: mail.TLS(), User: mailUser, Password: ordo.NewSecret(mailPassword),
		From: messages.Address{Name: "Весна", Email: "orders@shop.example"}, Clock: clock,
	})

	// Once for each account: creates the module, its delivery type and the courier's field in the CRM.
	if err := crm.Install(ctx); err != nil {
		return nil, err
	}
	b, err := bridge.New(store, bridge.WithClock(clock), bridge.WithWeights(weigh),
		bridge.Account("mm-1", mm), bridge.Account("crm-1", crm),
		bridge.Route{Channel: "mm-1", ERP: "crm-1", Carriers: []string{}}, // no carriers: Megamarket delivers
		bridge.Account("shop-1", shop),
		bridge.Account("pay-1", money), bridge.Account("atol-1", register), bridge.Account("cdek-1", parcels),
		bridge.Account("cz-1", codes), bridge.Account("mail-1", letters),
		bridge.Route{
			Channel: "shop-1", Gateway: "pay-1", Receipts: "atol-1", Fiscal: fiscal, Carriers: []string{"cdek-1"},
			Registry: "cz-1", Messages: toBuyer(bridge.OnPlaced, bridge.OnReceipt, bridge.OnRefundReceipt, bridge.OnShipped),
		},
		bridge.Account("rz-1", stall), bridge.Account("np-1", post), torgsoft,
	)
	if err != nil {
		return nil, err
	}
	return b, b.Check(ctx)
}
