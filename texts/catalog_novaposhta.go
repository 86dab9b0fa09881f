package texts

// novaPoshtaForms are what is wrong with a waybill of Nova Poshta beyond single fields, and what its tracking leaves
// out.
func novaPoshtaForms() []entry {
	return []entry{
		{
			"the key has %d senders: choose one with WithSender",
			"у ключа отправителей: %d; выберите одного в WithSender",
			"у ключа відправників: %d; виберіть одного у WithSender",
			"klucz ma nadawców: %d; wybierz jednego w WithSender",
		},
		{
			"the sender has %d contact persons: choose one with WithSender",
			"у отправителя контактных лиц: %d; выберите одно в WithSender",
			"у відправника контактних осіб: %d; виберіть одну у WithSender",
			"nadawca ma osób kontaktowych: %d; wybierz jedną w WithSender",
		},
		{
			"the branch %q is not in the directory of Nova Poshta",
			"отделения «%s» нет в справочнике Новой Почты",
			"відділення «%s» немає в довіднику Нової Пошти",
			"oddziału „%s” nie ma w wykazie Nova Poshta",
		},
		{
			"the parcel was redirected and travels on as waybill %s",
			"отправление переадресовано, дальше оно едет по накладной %s",
			"відправлення переадресовано, далі воно їде за накладною %s",
			"przesyłkę przekierowano, jedzie dalej z listem przewozowym %s",
		},
		{
			"the waybill was made from waybill %s, and it is not clear whether the goods go back (%s)",
			"накладная создана на основании %s, и неясно, возвращается ли товар (%s)",
			"накладну створено на підставі %s, і незрозуміло, чи повертається товар (%s)",
			"list przewozowy powstał z %s i nie wiadomo, czy towar wraca (%s)",
		},
		{
			"it is not told whether the recipient paid for the goods: only the sender's own key shows it",
			"не сообщается, заплатил ли получатель за товар: это видно только с ключом самого отправителя",
			"не повідомляється, чи заплатив одержувач за товар: це видно лише з ключем самого відправника",
			"nie podano, czy odbiorca zapłacił za towar: widać to tylko z kluczem samego nadawcy",
		},
		{
			"the recipient paid for the goods, and it is not told how much: only the sender's own key and phone show it",
			"получатель заплатил за товар, но не сообщается сколько: это видно только с ключом и телефоном самого отправителя",
			"одержувач заплатив за товар, але не повідомляється скільки: це видно лише з ключем і телефоном самого відправника",
			"odbiorca zapłacił za towar, ale nie podano ile: widać to tylko z kluczem i telefonem samego nadawcy",
		},
		{
			"there are more waybills with the same number of ours: delete %s",
			"есть ещё накладные с тем же нашим номером: удалите %s",
			"є ще накладні з тим самим нашим номером: видаліть %s",
			"są jeszcze listy przewozowe z tym samym naszym numerem: usuń %s",
		},
		{
			"%s: choose another branch, or send a smaller parcel",
			"%s: выберите другое отделение или отправьте посылку поменьше",
			"%s: виберіть інше відділення або відправте меншу посилку",
			"%s: wybierz inny oddział albo wyślij mniejszą paczkę",
		},
		{
			"Nova Poshta tells no price for this service",
			"Новая Почта не сообщает цену этой услуги",
			"Нова Пошта не повідомляє ціну цієї послуги",
			"Nova Poshta nie podaje ceny tej usługi",
		},
		{
			"is empty: a price needs the city",
			"не заполнено: для расчёта нужен город",
			"не заповнено: для розрахунку потрібне місто",
			"nie wypełniono: do wyceny potrzebne jest miasto",
		},
		{
			"has no weight: a price needs it",
			"нет веса: он нужен для расчёта",
			"немає ваги: вона потрібна для розрахунку",
			"brak wagi: jest potrzebna do wyceny",
		},
		{
			"is empty: a price needs the declared value",
			"не заполнено: для расчёта нужна объявленная стоимость",
			"не заповнено: для розрахунку потрібна оголошена вартість",
			"nie wypełniono: do wyceny potrzebna jest zadeklarowana wartość",
		},
		{
			"the branch is in %s, which is another city than the one of the recipient",
			"отделение находится в другом городе, чем получатель: %s",
			"відділення розташоване в іншому місті, ніж одержувач: %s",
			"oddział jest w innym mieście niż odbiorca: %s",
		},
		{
			"the city has no street %q in the directory of Nova Poshta: take its name from there",
			"в справочнике Новой Почты у города нет улицы «%s»: возьмите название оттуда",
			"у довіднику Нової Пошти в міста немає вулиці «%s»: візьміть назву звідти",
			"w wykazie Nova Poshta miasto nie ma ulicy „%s”: weź nazwę stamtąd",
		},
		{
			"the city has %d streets of this name: choose one of %s",
			"в городе улиц с таким названием: %d; выберите одну из: %s",
			"у місті вулиць із такою назвою: %d; виберіть одну з: %s",
			"w mieście jest ulic o tej nazwie: %d; wybierz jedną z: %s",
		},
		{
			"is %q: family name and given name are needed",
			"«%s»: нужны фамилия и имя",
			"«%s»: потрібні прізвище та ім'я",
			"„%s”: potrzebne są nazwisko i imię",
		},
		{
			"has not all sizes: length, width and height of each seat are needed, or, except to a locker, the whole volume and no sizes",
			"указаны не все размеры: нужны длина, ширина и высота каждого места или, кроме почтомата, общий объём без размеров",
			"вказано не всі розміри: потрібні довжина, ширина й висота кожного місця або, крім поштомата, загальний об'єм без розмірів",
			"podano nie wszystkie wymiary: potrzebne są długość, szerokość i wysokość każdej sztuki albo, poza automatem, łączna objętość bez wymiarów",
		},
		{
			"has %s kg: for documents it is one of %s",
			"вес %s кг: для документов он один из: %s",
			"вага %s кг: для документів вона одна з: %s",
			"waga %s kg: dla dokumentów jedna z: %s",
		},
		{
			"has %d {1:row|rows}, a locker accepts 1",
			"%d {1:место|места|мест}, почтомат принимает одно",
			"%d {1:місце|місця|місць}, поштомат приймає одне",
			"%d {1:sztuka|sztuki|sztuk}, automat przyjmuje jedną",
		},
		{
			"is %s, which goes to no locker",
			"%s: в почтомат такое не отправить",
			"%s: у поштомат таке не відправити",
			"%s: tego nie wyśle się do automatu",
		},
		{
			"is filled in together with payment control: Nova Poshta would ignore one of them",
			"заполнено вместе с контролем оплаты: Новая Почта не учтёт одно из двух",
			"заповнено разом із контролем оплати: Нова Пошта не врахує одне з двох",
			"wypełniono razem z kontrolą płatności: Nova Poshta pominęłaby jedno z nich",
		},
		{
			"is cash: a third person pays without cash only",
			"наличные: третье лицо платит только безналично",
			"готівка: третя особа платить лише безготівково",
			"gotówka: osoba trzecia płaci tylko bezgotówkowo",
		},
		{
			"the order is in %s: Nova Poshta takes %s",
			"заказ в валюте %s: Новая Почта принимает %s",
			"замовлення у валюті %s: Нова Пошта приймає %s",
			"zamówienie jest w walucie %s: Nova Poshta przyjmuje %s",
		},
		{
			"the order has the address %q: fill in street and building from it",
			"в заказе адрес «%s»: заполните по нему улицу и дом",
			"у замовленні адреса «%s»: заповніть за нею вулицю й будинок",
			"w zamówieniu jest adres „%s”: wpisz z niego ulicę i numer domu",
		},
		{
			"the order has the branch %q, which is not in the directory of Nova Poshta",
			"в заказе отделение «%s», которого нет в справочнике Новой Почты",
			"у замовленні відділення «%s», якого немає в довіднику Нової Пошти",
			"w zamówieniu jest oddział „%s”, którego nie ma w wykazie Nova Poshta",
		},
		{
			"the branch %q does not work at present (%s)",
			"отделение «%s» сейчас не работает (%s)",
			"відділення «%s» зараз не працює (%s)",
			"oddział „%s” obecnie nie działa (%s)",
		},
		{
			"the order writes %q with Latin letters: the branch is in %s",
			"в заказе «%s» написано латинскими буквами: отделение находится в %s",
			"у замовленні «%s» написано латинськими літерами: відділення розташоване в %s",
			"w zamówieniu „%s” zapisano literami łacińskimi: oddział jest w %s",
		},
		{
			"the order has the city %q, but the branch is in %s: ask the buyer which is right",
			"в заказе город «%s», а отделение находится в %s: спросите покупателя, что верно",
			"у замовленні місто «%s», а відділення розташоване в %s: запитайте покупця, що правильно",
			"w zamówieniu jest miasto „%s”, a oddział jest w %s: zapytaj kupującego, co jest właściwe",
		},
		{
			"the order writes %q with Latin letters: is it %s?",
			"в заказе «%s» написано латинскими буквами: это %s?",
			"у замовленні «%s» написано латинськими літерами: це %s?",
			"w zamówieniu „%s” zapisano literami łacińskimi: czy to %s?",
		},
		{
			"the order has the city %q, which is not in the directory of Nova Poshta",
			"в заказе город «%s», которого нет в справочнике Новой Почты",
			"у замовленні місто «%s», якого немає в довіднику Нової Пошти",
			"w zamówieniu jest miasto „%s”, którego nie ma w wykazie Nova Poshta",
		},
		{
			"Nova Poshta has %d places like %q: choose one",
			"у Новой Почты населённых пунктов: %d («%s»); выберите один",
			"у Нової Пошти населених пунктів: %d («%s»); виберіть один",
			"Nova Poshta ma miejscowości: %d („%s”); wybierz jedną",
		},
	}
}
