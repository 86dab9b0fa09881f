package commerceml

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"github.com/ordo-sdk/ordo/contact"
)

// Parties is the beginning of a list of people and companies that is no part of a document.
type Parties struct {
	Changes Flag // those who are not in it stay as they are
	Extra   []Element
	Problem error
}

func (h *Parties) code(c *codec) {
	c.extra(&h.Extra)
	attr(c, attrChanges, &h.Changes)
}

// Party is a person or a company: Контрагент.
type Party struct {
	ID           string
	Version      string
	Deleted      Flag
	Name         string
	Comment      string
	OfficialName string // of a company
	LegalAddress *Address
	FullName     string // of a person
	Title        string // Обращение
	LastName     string
	FirstName    string
	MiddleName   string
	Birth        Date
	Sex          string
	INN          string
	KPP          string
	OKPO         string
	Registration *Address // АдресРегистрации
	Accounts     []BankAccount
	Address      *Address
	Contacts     []Contact
	Role         Role // in a document
	Extra        []Element
	Problem      error
}

// IsCompany reports whether the party is a company, and not a person, as 1C decides it.
func (p *Party) IsCompany() bool { return p.OfficialName != "" }

func (p *Party) code(c *codec) {
	c.extra(&p.Extra)
	text(c, "Ид", &p.ID)
	text(c, "НомерВерсии", &p.Version)
	flag(c, "ПометкаУдаления", &p.Deleted)
	text(c, "Наименование", &p.Name)
	text(c, "ОфициальноеНаименование", &p.OfficialName)
	one(c, "ЮридическийАдрес", &p.LegalAddress)
	text(c, "ПолноеНаименование", &p.FullName)
	text(c, "Обращение", &p.Title)
	text(c, "Фамилия", &p.LastName)
	text(c, "Имя", &p.FirstName)
	text(c, "Отчество", &p.MiddleName)
	date(c, "ДатаРождения", &p.Birth)
	text(c, "Пол", &p.Sex)
	text(c, "ИНН", &p.INN)
	text(c, "КПП", &p.KPP)
	text(c, "ОКПО", &p.OKPO)
	if c.reading() && p.OKPO == "" {
		text(c, "КодПоОКПО", &p.OKPO) // in lists of parties
	}
	one(c, "АдресРегистрации", &p.Registration)
	slice(c, "РасчетныеСчета", "РасчетныйСчет", &p.Accounts)
	text(c, "Комментарий", &p.Comment)
	one(c, "Адрес", &p.Address)
	slice(c, "Контакты", "Контакт", &p.Contacts)
	text(c, "Роль", &p.Role)
}

// BankAccount is an account of a party.
type BankAccount struct {
	Number string
	Bank   *Bank
	Extra  []Element
}

func (a *BankAccount) code(c *codec) {
	c.extra(&a.Extra)
	text(c, "НомерСчета", &a.Number)
	one(c, "Банк", &a.Bank)
}

// Bank is where an account is.
type Bank struct {
	Correspondent string // its own account
	Name          string
	Address       *Address
	BIC           string // БИК
	SWIFT         string
	Extra         []Element
}

func (b *Bank) code(c *codec) {
	c.extra(&b.Extra)
	text(c, "СчетКорреспондентский", &b.Correspondent)
	text(c, "Наименование", &b.Name)
	one(c, "Адрес", &b.Address)
	text(c, "БИК", &b.BIC)
	text(c, "SWIFT", &b.SWIFT)
}

// Address is an address as people read it, and its parts.
type Address struct {
	Text    string // Представление
	Comment string
	Fields  []AddressField
	Extra   []Element
}

func (a *Address) code(c *codec) {
	c.extra(&a.Extra)
	text(c, "Представление", &a.Text)
	text(c, "Комментарий", &a.Comment)
	slice(c, "", "АдресноеПоле", &a.Fields)
}

// AddressField is a part of an address.
type AddressField struct {
	Type  string // such as "Город", "Почтовый индекс"
	Value string
	Extra []Element
}

func (f *AddressField) code(c *codec) {
	c.extra(&f.Extra)
	text(c, "Тип", &f.Type)
	text(c, "Значение", &f.Value)
}

// Contact is a phone number, an e-mail address or the like.
type Contact struct {
	Type    string // such as "Телефон рабочий", "Почта"
	Value   string
	Comment string
	Extra   []Element
}

func (k *Contact) code(c *codec) {
	c.extra(&k.Extra)
	text(c, "Тип", &k.Type)
	text(c, "Значение", &k.Value)
	text(c, "Комментарий", &k.Comment)
}

func (h *Parties) trouble() *error { return &h.Problem }
func (p *Party) trouble() *error   { return &p.Problem }

// BuyerKey is what a buyer is told apart by.
type BuyerKey struct {
	Shop    string // keeps the buyers of several shops in one 1C apart
	Account string // in the shop; empty for a guest
	Email   string
	Phone   string
	Region  string // ISO 3166 code of the country of phone numbers without one; "RU" if empty
	Order   string // the number of the order, for a guest who left neither
}

// ID returns the buyer's id for 1C, of at most 40 letters, the same for the same buyer each time: by the account, else
// by the e-mail address, else by the phone number; hashed, as neither belongs into an id. A guest who left neither has
// one id for each order, and shares it with nobody.
func (k BuyerKey) ID() string {
	switch {
	case k.Account != "":
		const longest = 40
		if id := k.Shop + "#" + k.Account; utf8.RuneCountInString(id) <= longest {
			return id
		}
		return k.hashed("account", k.Account)
	case k.Email != "":
		return k.hashed("email", strings.ToLower(strings.TrimSpace(k.Email)))
	case k.Phone != "":
		return k.hashed("phone", contact.Dialled(k.Phone, cmp.Or(k.Region, "RU")))
	}
	return k.hashed("order", k.Order)
}

func (k BuyerKey) hashed(kind, value string) string {
	sum := sha256.Sum256([]byte(k.Shop + "\x00" + kind + "\x00" + value))
	const enough = 16 // bytes
	return "buyer-" + hex.EncodeToString(sum[:enough])
}
