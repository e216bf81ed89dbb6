"""Letters: they arrive as written, nobody adds a header, and a failure says what to do."""

from urllib.parse import quote

import pytest
from pydantic import ValidationError

from benchmarks.servers import free_port
from owf.access.mail import Letter, MailFailed, can_send, send, try_server
from owf.settings import Settings, get_settings
from tests.mail import ELSEWHERE, NAME, PASSWORD

LETTER = Letter("anna@example.org", "Your invitation", "Dear Anna,\n\nopen this: http://x/y\n")


@pytest.fixture
def post_at(environment):
    """Names a mail server in the settings."""

    def name(url):
        environment.setenv("OWF_SMTP_URL", url)
        get_settings.cache_clear()

    return name


def text_of(letter):
    """What the letter says; mail's line ends are not ours."""
    return letter.get_content().replace("\r\n", "\n")


def failure(letter=LETTER):
    with pytest.raises(MailFailed) as caught:
        send(letter)
    words = str(caught.value)
    assert "so nothing was sent. Copy the text and send it yourself" in words
    # Whatever shows the error whole must not show the address either.
    assert caught.value.__context__ is None or caught.value.__suppress_context__
    return caught.value


def refusal(letter=LETTER):
    return str(failure(letter))


# What arrives


def test_a_letter_arrives_as_plain_text_from_us(mail_server):
    send(LETTER)
    (letter,) = mail_server.letters
    assert mail_server.receivers == ["anna@example.org"]
    assert letter["To"] == "anna@example.org"
    assert letter["Subject"] == "Your invitation"
    assert letter["From"] == "One Workforce <one-workforce@127.0.0.1>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content_type() == "text/plain"
    assert text_of(letter) == LETTER.text


def test_names_and_subjects_from_anywhere_arrive_right(mail_server):
    name = "Zoë Çelik-Ó Súilleabháin 李小龙 👮"
    send(Letter("anna@example.org", f"An invitation for {name}", f"Dear {name},\nwelcome – “you”."))
    (letter,) = mail_server.letters
    assert letter["Subject"] == f"An invitation for {name}"
    assert text_of(letter) == f"Dear {name},\nwelcome – “you”.\n"


def test_html_and_markdown_in_a_name_are_the_text_that_was_typed(mail_server):
    name = "<b onclick=alert(1)>Anna</b> [click](http://evil.example)"
    send(Letter("anna@example.org", f"For {name}", f"Dear {name},\n.\nbye"))
    (letter,) = mail_server.letters
    assert letter.get_content_type() == "text/plain"
    assert text_of(letter) == f"Dear {name},\n.\nbye\n"


@pytest.mark.parametrize(
    "line_break", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\x00\r\n"]
)
def test_no_line_break_in_a_name_makes_another_header(mail_server, line_break):
    name = f"Anna{line_break}Bcc: everyone@example.org{line_break}{line_break}Another text"
    send(Letter("anna@example.org", f"For {name}", f"Dear {name}"))
    (letter,) = mail_server.letters
    assert letter["Subject"] == "For Anna Bcc: everyone@example.org Another text"
    assert "Bcc" not in letter
    assert mail_server.receivers == ["anna@example.org"]
    assert letter.get_content().startswith("Dear Anna")


@pytest.mark.parametrize(
    "to",
    [
        "anna@example.org\r\nBcc: everyone@example.org",
        "anna@example.org, everyone@example.org",
        "anna@example.org>\r\nRCPT TO:<everyone@example.org",
        "",
    ],
)
def test_an_address_that_is_more_than_one_gets_nothing(mail_server, to):
    assert refusal(Letter(to, "Hello", "Text")).startswith("The mail server did not accept")
    assert mail_server.letters == mail_server.receivers == []


def test_the_setting_names_the_sender(mail_server, post_at):
    post_at(f"{mail_server.url}?from=tool@council.example")
    send(LETTER)
    (letter,) = mail_server.letters
    assert letter["From"] == "One Workforce <tool@council.example>"
    assert letter["Message-ID"].endswith("@council.example>")


# Name and password


def login(server, password):
    return f"smtp://{quote(NAME, safe='')}:{quote(password, safe='')}@127.0.0.1:{server.port}"


def test_it_signs_in_where_the_setting_names_somebody(start_mail_server, post_at):
    server = start_mail_server(needs_login=True)
    post_at(login(server, PASSWORD))
    send(LETTER)
    assert len(server.letters) == 1


def test_a_wrong_password_and_none_at_all_are_told(start_mail_server, post_at):
    server = start_mail_server(needs_login=True)
    post_at(login(server, "wrong"))
    assert "does not accept the name or password in OWF_SMTP_URL" in refusal()
    post_at(login(server, "no mail server can hear an ü"))
    assert refusal().startswith("The mail server did not accept the e-mail")
    post_at(server.url)
    assert refusal().startswith("The mail server did not accept the e-mail")
    assert server.letters == []


# Encryption


def test_it_encrypts_where_the_server_offers_it(start_mail_server, self_signed, environment):
    environment.setenv("SSL_CERT_FILE", str(self_signed.path))
    server = start_mail_server(tls_context=self_signed.context)
    send(LETTER)
    assert server.was_encrypted
    assert len(server.letters) == 1


def test_a_relay_on_this_machine_may_have_a_certificate_of_its_own(start_mail_server, self_signed):
    server = start_mail_server(tls_context=self_signed.context)
    send(LETTER)
    assert server.was_encrypted
    assert len(server.letters) == 1


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_another_machine_with_a_certificate_that_nobody_vouches_for_gets_no_letter(
    start_mail_server, self_signed, post_at, scheme
):
    kind = {"smtp": "tls_context", "smtps": "ssl_context"}[scheme]
    server = start_mail_server(**{kind: self_signed.context})
    post_at(f"{scheme}://{ELSEWHERE}:{server.port}")
    failed = failure()
    assert failed.reason == "This machine does not trust the mail server's certificate"
    assert "name the file in OWF_SMTP_CA_FILE" in failed.remedy
    assert server.letters == []


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_the_file_of_its_certificate_makes_it_trusted(
    start_mail_server, self_signed, post_at, environment, scheme
):
    environment.setenv("OWF_SMTP_CA_FILE", str(self_signed.path))
    kind = {"smtp": "tls_context", "smtps": "ssl_context"}[scheme]
    server = start_mail_server(**{kind: self_signed.context})
    post_at(f"{scheme}://{ELSEWHERE}:{server.port}")
    send(LETTER)
    assert len(server.letters) == 1


def test_a_trusted_certificate_of_another_name_gets_no_letter(
    start_mail_server, self_signed, post_at, environment
):
    environment.setenv("OWF_SMTP_CA_FILE", str(self_signed.path))
    server = start_mail_server(tls_context=self_signed.context)
    post_at(f"smtp://127.0.1:{server.port}")
    failed = failure()
    assert failed.reason == "The mail server's certificate is for another name"
    assert "as HOST in OWF_SMTP_URL" in failed.remedy
    assert server.letters == []


def test_a_named_certificate_must_hold_on_this_machine_too(
    start_mail_server, self_signed, also_self_signed, environment
):
    environment.setenv("OWF_SMTP_CA_FILE", str(also_self_signed.path))
    server = start_mail_server(tls_context=self_signed.context)
    assert refusal().startswith("This machine does not trust the mail server's certificate")
    environment.setenv("OWF_SMTP_CA_FILE", str(self_signed.path))
    get_settings.cache_clear()
    send(LETTER)
    assert len(server.letters) == 1


def test_a_relay_on_this_machine_that_cannot_encrypt_after_all_still_gets_letters(
    start_mail_server, self_signed, post_at
):
    server = start_mail_server(tls_context=self_signed.context, cannot_encrypt=True)
    send(LETTER)
    assert len(server.letters) == 1
    assert not server.was_encrypted
    post_at(f"smtp://{ELSEWHERE}:{server.port}")
    assert refusal().startswith("The mail server did not accept the e-mail")
    assert len(server.letters) == 1


def test_encryption_of_the_wrong_kind_is_told(mail_server, post_at):
    post_at(f"smtps://127.0.0.1:{mail_server.port}")
    failed = failure()
    assert failed.reason == "The mail server does not encrypt as OWF_SMTP_URL says"
    assert "Use smtp:// for STARTTLS" in failed.remedy


def test_another_machine_without_encryption_gets_no_letter(mail_server, post_at):
    post_at(f"smtp://{ELSEWHERE}:{mail_server.port}")
    failed = failure()
    assert failed.reason == "The mail server offers no encryption (STARTTLS)"
    assert f"Turn STARTTLS on at {ELSEWHERE}, or write smtps:// in OWF_SMTP_URL" in failed.remedy
    assert mail_server.letters == []


@pytest.mark.parametrize("text", ["no certificate", "-----BEGIN CERTIFICATE-----\nx\n"])
def test_a_file_without_a_certificate_is_told_at_once(environment, tmp_path, text):
    (tmp_path / "ca.pem").write_text(text)
    environment.setenv("OWF_SMTP_CA_FILE", str(tmp_path / "ca.pem"))
    with pytest.raises(ValidationError, match=r"OWF_SMTP_CA_FILE names. holds no certificate"):
        Settings()


# What fails


def test_a_refused_receiver_is_told_without_repeating_who(mail_server):
    words = refusal(Letter("refused@example.org", "Hello", "Text"))
    assert words.startswith("The mail server does not accept e-mail for that address")
    assert "refused@" not in words


def test_a_server_that_is_not_there_is_told(post_at):
    post_at(f"smtp://127.0.0.1:{free_port()}")
    assert refusal().startswith("The mail server cannot be reached")


def test_without_a_server_it_says_so(post_at):
    assert not can_send()
    assert refusal().startswith("No mail server is set up")


@pytest.mark.parametrize(
    "url",
    [
        "post.example",
        "http://post.example",
        "smtp://",
        "smtp://post.example:none",
        "smtp://post.example:99999",
        "smtp://[post",
        "smtp://post.example?from=nobody",
        "smtp://post.example?from=a@b%0d%0aBcc:%20c@d",
    ],
)
def test_a_setting_that_names_no_server_is_told_before_anything_is_tried(post_at, url):
    post_at(url)
    assert can_send()
    assert refusal().startswith("OWF_SMTP_URL is not the address of a mail server")


def test_trying_the_server_sends_nothing(mail_server, post_at):
    assert try_server(get_settings()) == "127.0.0.1"
    assert mail_server.letters == []
    post_at(f"smtp://127.0.0.1:{free_port()}")
    with pytest.raises(MailFailed) as caught:
        try_server(get_settings())
    assert caught.value.reason == "The mail server cannot be reached"


def test_no_log_line_holds_an_address_or_the_text(mail_server, capfd):
    with pytest.raises(MailFailed):
        send(Letter("refused@example.org", "Hello", "The secret text"))
    send(LETTER)
    printed = "".join(capfd.readouterr())
    assert "does not accept e-mail for that address" in printed
    assert "@" not in printed
    assert "secret text" not in printed
