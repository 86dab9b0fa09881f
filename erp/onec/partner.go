package onec

import "github.com/ordo-sdk/ordo/wire"

// Partners are the customers, and all others whom one deals with.
func (c *Client) Partners() Catalog[Partner] {
	return NewCatalog[Partner](c, "Catalog_Партнеры")
}

// Partner is a customer, or somebody else whom one deals with.
type Partner struct {
	Object
	Code        string `json:"Code"`
	Name        string `json:"Description"` // 100 characters
	FullName    string `json:"НаименованиеПолное"`
	Parent      Guid   `json:"Parent_Key"`
	Kind        string `json:"ЮрФизЛицо"` // Компания or ЧастноеЛицо
	Customer    bool   `json:"Клиент"`
	Supplier    bool   `json:"Поставщик"`
	Carrier     bool   `json:"Перевозчик"`
	Manager     Guid   `json:"ОсновнойМенеджер_Key"`
	AccessGroup Guid   `json:"ГруппаДоступа_Key"`
	Sex         string `json:"Пол"`
	Born        Time   `json:"ДатаРождения"`
	Registered  Time   `json:"ДатаРегистрации"`
	ReceiptGoes string `json:"ВариантОтправкиЭлектронногоЧека"`
	Comment     string `json:"Комментарий"`

	Contacts   []Contact  `json:"КонтактнаяИнформация"`
	Properties []Property `json:"ДополнительныеРеквизиты"`
}

// Counterparties are the legal persons of partners.
func (c *Client) Counterparties() Catalog[Counterparty] {
	return NewCatalog[Counterparty](c, "Catalog_Контрагенты")
}

// Counterparty is a legal person of a partner, or the private person itself.
type Counterparty struct {
	Object
	Name         string `json:"Description"`
	FullName     string `json:"НаименованиеПолное"`
	Partner      Guid   `json:"Партнер_Key"`
	Kind         string `json:"ЮрФизЛицо"` // ЮрЛицо, ФизЛицо, ИндивидуальныйПредприниматель, ЮрЛицоНеРезидент
	INN          string `json:"ИНН"`
	KPP          string `json:"КПП"`
	OKPO         string `json:"КодПоОКПО"`
	Registration string `json:"РегистрационныйНомер"`

	Contacts   []Contact  `json:"КонтактнаяИнформация"`
	Properties []Property `json:"ДополнительныеРеквизиты"`
}

// ContactPersons are people who work for partners.
func (c *Client) ContactPersons() Catalog[ContactPerson] {
	return NewCatalog[ContactPerson](c, "Catalog_КонтактныеЛицаПартнеров")
}

// ContactPerson is a person who works for a partner.
type ContactPerson struct {
	Object
	Name     string    `json:"Description"`
	Partner  Guid      `json:"Owner_Key"`
	Contacts []Contact `json:"КонтактнаяИнформация"`
}

// Contact is an address, a phone number or the like.
type Contact struct {
	Line    Int64      `json:"LineNumber"`
	Type    string     `json:"Тип"`     // Адрес, Телефон, АдресЭлектроннойПочты, …
	Kind    Guid       `json:"Вид_Key"` // see [Client.ContactKinds]
	Text    string     `json:"Представление"`
	Value   string     `json:"Значение"` // JSON
	Country string     `json:"Страна"`
	Region  string     `json:"Регион"`
	City    string     `json:"Город"`
	Email   string     `json:"АдресЭП"`
	Phone   string     `json:"НомерТелефона"`
	Short   string     `json:"НомерТелефонаБезКодов"`
	Extra   wire.Extra `json:"-"` // what this type does not know
}

// ContactKinds are the kinds of contacts, such as the mobile phone of a partner.
func (c *Client) ContactKinds() Catalog[ContactKind] {
	return NewCatalog[ContactKind](c, "Catalog_ВидыКонтактнойИнформации")
}

// ContactKind is a kind of contacts.
type ContactKind struct {
	Object
	Name       string `json:"Description"`
	Type       string `json:"Тип"`
	Predefined string `json:"ИмяПредопределенногоВида"` // 1C's name of it, the same in every base
}
