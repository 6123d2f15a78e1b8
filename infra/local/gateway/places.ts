import { type CertificateFiles, givenCertificate, type HostCertificate, madeCertificate } from '../certificate.ts';
import { isLoopbackAddress } from '../foreign-page.ts';
import { EVERY_ADDRESS, type Listening, THIS_MACHINE } from '../listen.ts';
import { type GatewayOptions, startGateway } from './gateway.ts';

/** Where a host is reached, as it was told. */
export interface Reach {
  /** 0 takes any free port. */
  readonly port: number;
  /** The IP address on which it listens; absent, the loopback: this machine only. */
  readonly host?: string | undefined;
  /** The certificate to show; absent, one is made where other machines reach the host directly. */
  readonly certificateFiles?: CertificateFiles | undefined;
  /** The address at which people reach it, for what is printed and sent; absent, that on which it listens. */
  readonly publicUrl?: string | undefined;
  /** A port of the loopback on which `/dev/*` answers though other machines reach the host. */
  readonly devPort?: number | undefined;
}

/** A host's ways in. */
export interface Gateways {
  readonly publicUrl: string;
  /** Where it listens for whom it is there. */
  readonly url: string;
  /** Where programs of this machine reach it, in the clear. */
  readonly ownUrl: string;
  /** Whether other machines reach it, by its address or through a proxy. */
  readonly isReachedByOthers: boolean;
  /** Where `/dev/*` answers; absent where it does not. */
  readonly devUrl: string | undefined;
  readonly certificate: HostCertificate | undefined;
}

/**
 * Opens a host's ways in. One that only this machine reaches has one, with `/dev/*`. Once other machines reach it, by its
 * address or through a proxy that `PUBLIC_URL` speaks of, `/dev/*` is shut there, because a proxy's requests come from this
 * machine too; it then answers on `devPort` alone, where no proxy leads. Other machines are met with TLS only: tokens and
 * people's data travel.
 *
 * @throws BadSetting where the certificate is no good
 */
export async function startGateways(
  { port, host = THIS_MACHINE, certificateFiles, publicUrl, devPort }: Reach,
  dataDir: string,
  options: GatewayOptions,
): Promise<Gateways & Pick<Listening, 'close'>> {
  const isReachedByOthers = !isLoopbackAddress(host) || (publicUrl !== undefined && !namesThisMachine(publicUrl));
  const certificate = certificateOf();
  const main = await startGateway(isReachedByOthers ? { ...options, dev: undefined } : options, {
    port,
    host,
    tls: certificate,
  });
  // A certificate that nobody vouches for, and an address elsewhere, would be in the way of this host's own programs.
  const needsOwn = isReachedByOthers || certificate !== undefined || devPort !== undefined;
  const offersDev = !isReachedByOthers || devPort !== undefined;
  const own = needsOwn
    ? await startGateway(offersDev ? options : { ...options, dev: undefined }, { port: devPort ?? 0 }).catch(
        async (error: unknown) => {
          await main.close();
          throw error;
        },
      )
    : undefined;
  const ownUrl = (own ?? main).url;
  return {
    publicUrl: publicUrl ?? main.url,
    url: main.url,
    ownUrl,
    isReachedByOthers,
    devUrl: offersDev ? ownUrl : undefined,
    certificate,
    close: async () => {
      await own?.close();
      await main.close();
    },
  };

  function certificateOf(): HostCertificate | undefined {
    if (certificateFiles) return givenCertificate(certificateFiles);
    if (isLoopbackAddress(host)) return undefined;
    const names = new Set([host, ...(publicUrl === undefined ? [] : [hostnameOf(publicUrl)])]);
    return madeCertificate(
      dataDir,
      [...names].filter((name) => !EVERY_ADDRESS.has(name)),
      new Date(),
    );
  }
}

/** Without the brackets of an IPv6 address. */
const hostnameOf = (url: string): string => new URL(url).hostname.replaceAll(/[[\]]/g, '');

const namesThisMachine = (url: string): boolean => {
  const name = hostnameOf(url);
  return name === 'localhost' || isLoopbackAddress(name);
};
